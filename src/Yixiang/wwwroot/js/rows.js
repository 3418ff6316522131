// Adds a blank row to the table above a button[data-add-row], without a round trip: the last row of tbody[data-rows] is copied and renumbered.
for (const button of document.querySelectorAll('button[data-add-row]')) {
  button.addEventListener('click', (event) => {
    const rows = button.closest('.field').querySelector('[data-rows]');
    const last = rows.lastElementChild;
    const number = rows.children.length;
    const fresh = last.cloneNode(true);
    for (const input of fresh.querySelectorAll('input')) {
      input.name = input.name.replace(/\[\d+\]/, `[${number}]`);
      input.id = input.id.replace(/_\d+__/, `_${number}__`);
      input.setAttribute('aria-label', input.getAttribute('aria-label').replace(/\d+/, number + 1));
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
      input.value = '';
    }
    for (const error of fresh.querySelectorAll('.error')) error.remove();
    rows.append(fresh);
    fresh.querySelector('input').focus();
    event.preventDefault();
  });
}
