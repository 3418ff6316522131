// Turns a [data-picker="search address"] into a combobox: typing offers codes, choosing one writes its code and shows its path.
for (const picker of document.querySelectorAll('[data-picker]')) {
  const input = picker.querySelector('input');
  const chosen = picker.querySelector('[data-picker-chosen]');
  const list = document.createElement('ul');
  let timer = 0;
  let marked = -1;
  list.className = 'results';
  list.id = `${input.id}-results`;
  list.setAttribute('role', 'listbox');
  list.hidden = true;
  picker.append(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-autocomplete', 'list');

  const show = (on) => {
    list.hidden = !on;
    marked = -1;
    input.setAttribute('aria-expanded', String(on));
    input.removeAttribute('aria-activedescendant');
  };

  const choose = (option) => {
    input.value = option.dataset.code;
    chosen.textContent = option.dataset.path;
    chosen.hidden = false;
    show(false);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    clearTimeout(timer);
    input.focus();
  };

  const mark = (index) => {
    const options = [...list.children];
    if (options.length === 0) return;
    marked = (index + options.length) % options.length;
    options.forEach((o, i) => o.firstElementChild.setAttribute('aria-selected', String(i === marked)));
    input.setAttribute('aria-activedescendant', options[marked].firstElementChild.id);
    options[marked].scrollIntoView({ block: 'nearest' });
  };

  const search = async () => {
    if (input.value.trim() === '') { chosen.hidden = true; show(false); return; }
    const answer = await fetch(`${picker.dataset.picker}&q=${encodeURIComponent(input.value)}`);
    if (!answer.ok) return;
    const rows = await answer.json();
    list.replaceChildren(...rows.map((row, i) => {
      const item = document.createElement('li');
      const option = document.createElement('button');
      const path = document.createElement('span');
      item.setAttribute('role', 'none');
      option.type = 'button';
      option.id = `${list.id}-${i}`;
      option.tabIndex = -1;
      option.setAttribute('role', 'option');
      option.dataset.code = row.code;
      option.dataset.path = row.path;
      option.textContent = `${row.code} ${row.name}`;
      path.className = 'path';
      path.textContent = row.path;
      option.append(path);
      option.addEventListener('click', () => choose(option));
      item.append(option);
      return item;
    }));
    show(rows.length > 0 && document.activeElement === input);
  };

  input.addEventListener('input', (event) => {
    if (!event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  });
  input.addEventListener('blur', () => setTimeout(() => { if (!picker.contains(document.activeElement)) show(false); }, 150));
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') mark(marked + 1);
    else if (event.key === 'ArrowUp') mark(marked - 1);
    else if (event.key === 'Enter' && marked >= 0) choose(list.children[marked].firstElementChild);
    else if (event.key === 'Escape') show(false);
    else return;
    event.preventDefault();
  });
}
