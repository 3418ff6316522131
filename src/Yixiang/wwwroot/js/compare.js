// Remembers in this browser tab what was chosen for comparison, so that it can be gathered from several lists and pages. Without it the forms and links do for one page.
const most = 4;
const key = 'yixiang.compare';
const read = () => (sessionStorage.getItem(key) ?? '').split(',').filter(Boolean);
const keep = (chosen) => sessionStorage.setItem(key, [...new Set(chosen)].slice(0, most).join(','));

const bar = document.querySelector('[data-compared]');
if (bar) keep(bar.dataset.compared.split(','));

for (const link of document.querySelectorAll('a[data-compare]')) {
  const others = read().filter((r) => r !== link.dataset.compare);
  if (others.length > 0) link.href = `${link.href.split('?')[0]}?i=${[...others, link.dataset.compare].join(',')}`;
}

for (const link of document.querySelectorAll('[data-uncompare]')) {
  link.addEventListener('click', () => keep(read().filter((r) => r !== link.dataset.uncompare)));
}

const boxes = [...document.querySelectorAll('input[form=compare][name=i]')];
const form = document.getElementById('compare');
if (form) {
  const elsewhere = () => read().filter((r) => !boxes.some((b) => b.value === r));
  const show = () => {
    const count = elsewhere().length + boxes.filter((b) => b.checked).length;
    form.querySelector('[data-count]').textContent = count > 0 ? ` ${count}` : '';
    for (const box of boxes) box.disabled = !box.checked && count >= most;
  };
  for (const box of boxes) {
    box.checked = read().includes(box.value);
    box.addEventListener('change', () => { keep([...elsewhere(), ...boxes.filter((b) => b.checked).map((b) => b.value)]); show(); });
  }
  form.addEventListener('formdata', (event) => {
    const chosen = [...elsewhere(), ...event.formData.getAll('i')];
    event.formData.delete('i');
    event.formData.set('i', chosen.join(','));
  });
  window.addEventListener('pageshow', show);
  show();
}
