// Asks before a button marked data-confirm="…" submits its form. Words come from the page: where it has none (a page writes data-… even if empty), and without this module, the button submits at once.
const ask = (button) => {
  const dialog = document.createElement('dialog');
  const text = document.createElement('p');
  const row = document.createElement('div');
  const no = document.createElement('button');
  const yes = document.createElement('button');
  dialog.setAttribute('aria-label', button.dataset.confirm);
  text.textContent = button.dataset.confirm;
  row.className = 'actions';
  yes.className = button.classList.contains('danger') ? 'button primary danger' : 'button primary';
  yes.textContent = button.dataset.confirmYes || button.textContent.trim();
  no.className = 'button';
  no.textContent = document.documentElement.dataset.cancel;
  row.append(yes, no);
  dialog.append(text, row);
  document.body.append(dialog);
  no.addEventListener('click', () => dialog.close());
  yes.addEventListener('click', () => {
    button.dataset.confirmed = 'yes';
    dialog.close();
    button.form.requestSubmit(button);
    // Whoever comes back to this page is asked again.
    delete button.dataset.confirmed;
  });
  dialog.addEventListener('close', () => { dialog.remove(); button.focus(); });
  dialog.showModal();
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-confirm]:not([data-confirm=""])');
  if (!button || !button.form || button.dataset.confirmed) return;
  event.preventDefault();
  if (button.formNoValidate || button.form.reportValidity()) ask(button);
});
