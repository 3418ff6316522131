// Offers what a beginning can become, in [data-suggest="address"]: a combobox over the search box. Without it the box works as any form does.
for (const line of document.querySelectorAll('[data-suggest]')) {
  const input = line.querySelector('input[type=search]');
  const list = document.createElement('ul');
  const told = document.createElement('span');
  let timer = 0;
  let asked = '';
  let marked = -1;
  list.className = 'suggestions';
  list.id = `${input.id}-suggestions`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.labels[0].textContent);
  list.hidden = true;
  told.className = 'visually-hidden';
  told.setAttribute('role', 'status');
  line.append(list, told);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-controls': list.id, 'aria-expanded': 'false', 'aria-autocomplete': 'list' })) input.setAttribute(name, value);

  const show = (on) => {
    list.hidden = !on;
    marked = -1;
    input.setAttribute('aria-expanded', String(on));
    input.removeAttribute('aria-activedescendant');
  };

  const choose = (option) => {
    input.value = option.dataset.text;
    show(false);
    input.form.requestSubmit();
  };

  const mark = (index) => {
    const options = [...list.children];
    marked = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute('aria-selected', String(i === marked)));
    input.setAttribute('aria-activedescendant', options[marked].id);
    options[marked].scrollIntoView({ block: 'nearest' });
  };

  const row = ({ text, kind, count }, i) => {
    const option = document.createElement('li');
    option.id = `${list.id}-${i}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.dataset.text = text;
    for (const [className, content] of [['text', text], ['kind', kind], ['num', count.toLocaleString()]]) {
      const part = document.createElement('span');
      part.className = className;
      part.textContent = content;
      option.append(part, ' ');
    }
    option.addEventListener('mousedown', (event) => { event.preventDefault(); choose(option); });
    return option;
  };

  const search = async () => {
    const words = input.value.trim();
    asked = words;
    if (words === '') { show(false); return; }
    const answer = await fetch(`${line.dataset.suggest}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (!answer?.ok || asked !== words) return;
    const rows = await answer.json();
    list.replaceChildren(...rows.map(row));
    told.textContent = rows.length === 0 ? line.dataset.none : line.dataset.some.replace('{0}', rows.length);
    show(rows.length > 0 && document.activeElement === input);
  };

  input.addEventListener('input', (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
  input.addEventListener('compositionend', () => { clearTimeout(timer); timer = setTimeout(search, 150); });
  input.addEventListener('blur', () => show(false));
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && list.hidden && list.children.length > 0) show(true);
    if (list.hidden) return;
    if (event.key === 'ArrowDown') mark(marked + 1);
    else if (event.key === 'ArrowUp') mark(marked - 1);
    else if (event.key === 'Enter' && marked >= 0) choose(list.children[marked]);
    else if (event.key === 'Escape') show(false);
    else return;
    event.preventDefault();
  });
}
