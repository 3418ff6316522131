// Warns before leaving a page whose form[data-dirty] holds text that was neither sent nor autosaved.
for (const form of document.querySelectorAll('form[data-dirty]')) {
  let dirty = form.dataset.dirty === 'yes';
  form.addEventListener('input', () => { dirty = true; });
  form.addEventListener('submit', () => { dirty = false; });
  form.addEventListener('saved', () => { dirty = false; });
  window.addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });
}
