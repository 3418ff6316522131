// Applies a filter form as soon as one of its lists or ticks changes; typing still waits for Enter or the button.
for (const form of document.querySelectorAll('form[data-autosubmit]')) {
  form.addEventListener('change', (event) => {
    if (event.target.matches('select, input[type=checkbox], input[type=radio], input[type=date]')) form.requestSubmit();
  });
  form.addEventListener('formdata', (event) => {
    for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name);
  });
}
