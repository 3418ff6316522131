// A second press while a form is on its way sends nothing: a double click begins one draft, not two. Forms that a script sends itself are left to it.
const pause = 4000;

const free = (form) => { delete form.dataset.sent; };

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  // What answers with a file leaves the page where it is.
  setTimeout(free, pause, form);
});

window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(free));
