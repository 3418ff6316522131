// Shows a field marked data-when="name=value" only while the named control has that value. What stands in a hidden field is kept.
const dependent = document.querySelectorAll('[data-when*="="]');
const apply = () => {
  for (const field of dependent) {
    const [name, value] = field.dataset.when.split('=');
    const form = field.closest('form');
    const filled = [...field.querySelectorAll('input, select, textarea')].some((c) => c.value);
    field.hidden = new FormData(form).get(name) !== value && !filled;
  }
};

if (dependent.length > 0) {
  document.addEventListener('change', apply);
  apply();
}
