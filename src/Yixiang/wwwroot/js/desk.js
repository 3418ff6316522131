// The desk by keyboard and in bulk. j or → goes to the next filing of the queue, k or ← to the previous one; without this module the links do the same.
const typing = (target) => target.closest('input, select, textarea, dialog, [contenteditable]');

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const rel = { j: 'next', ArrowRight: 'next', k: 'prev', ArrowLeft: 'prev' }[event.key];
  const link = rel && document.querySelector(`main a[rel="${rel}"]`);
  if (link) link.click();
});

// A ticked field asks for its reason; typing a reason ticks the field; taking the tick away takes the reason away, so that nothing unseen is sent.
for (const mark of document.querySelectorAll('[data-mark]')) {
  const reason = mark.closest('.why').querySelector('input[type="text"]');
  mark.addEventListener('change', () => {
    if (mark.checked) reason.focus();
    else reason.value = '';
  });
  reason.addEventListener('input', () => { mark.checked = reason.value.trim() !== ''; });
}

// One tick for all rows of a list.
for (const form of document.querySelectorAll('form[data-choose]')) {
  const all = form.querySelector('[data-choose-all]');
  const each = [...form.querySelectorAll('input[name="choice"]')];
  if (!all) continue;
  all.hidden = false;
  all.addEventListener('change', () => { for (const one of each) one.checked = all.checked; });
  form.addEventListener('change', (event) => { if (event.target.name === 'choice') all.checked = each.every((one) => one.checked); });
}
