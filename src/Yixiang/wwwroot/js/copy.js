// Buttons with data-copy="id" put the text of that element on the clipboard; they appear only where that works.
for (const button of navigator.clipboard ? document.querySelectorAll('[data-copy]') : []) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const said = button.querySelector('[data-said]');
    said.textContent = button.dataset.done;
    setTimeout(() => { said.textContent = button.dataset.label; }, 2000);
  });
}
