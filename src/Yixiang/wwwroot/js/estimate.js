// Reckons while somebody types: asks the page itself for the new address and takes over its answer. Without it the button does the same.
const section = document.querySelector('[data-estimate]');
const form = section?.querySelector('form');
let timer = 0;
let asked = '';

const reckon = async () => {
  const query = new URLSearchParams(new FormData(form)).toString();
  asked = query;
  const answer = await fetch(`${location.pathname}?${query}`).catch(() => null);
  if (!answer?.ok || asked !== query) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  section.querySelector('.estimate-result').replaceWith(page.querySelector('.estimate-result'));
  for (const field of page.querySelectorAll('[data-estimate] .field')) {
    const box = field.querySelector('input[id^=amount-]');
    const here = document.getElementById(box.id);
    const price = field.querySelector('label .optional');
    here.closest('.field').classList.toggle('wrong', field.classList.contains('wrong'));
    here.closest('.field').querySelector('label .optional').textContent = price.textContent;
    here.closest('.field').querySelector('.error')?.remove();
    const error = field.querySelector('.error');
    if (error) here.closest('.field').append(error);
    for (const name of ['aria-invalid', 'aria-describedby']) {
      if (box.hasAttribute(name)) here.setAttribute(name, box.getAttribute(name));
      else here.removeAttribute(name);
    }
  }
  history.replaceState(null, '', `?${query}`);
};

form?.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(reckon, 300); });
form?.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); reckon(); });
