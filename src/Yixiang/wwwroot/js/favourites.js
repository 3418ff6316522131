// Remembers in this browser which instruments were marked with a star. Buttons appear only where that works; the platform learns nothing.
const most = 100;
const key = 'yixiang.favourites';
const read = () => (localStorage.getItem(key) ?? '').split(',').filter(Boolean);
const keep = (marked) => localStorage.setItem(key, [...new Set(marked)].slice(-most).join(','));

const works = () => {
  try {
    localStorage.setItem(`${key}.try`, '1');
    localStorage.removeItem(`${key}.try`);
    return true;
  } catch {
    return false;
  }
};

if (works()) {
  const page = document.querySelector('[data-favourites-page]');
  if (page?.dataset.favouritesPage === 'own' && read().length > 0) location.replace(`${location.pathname}?i=${read().join(',')}`);

  const show = () => {
    for (const star of document.querySelectorAll('[data-favourite]')) {
      star.hidden = false;
      star.setAttribute('aria-pressed', String(read().includes(star.dataset.favourite)));
    }
    for (const link of document.querySelectorAll('[data-favourites-count]')) link.textContent = read().length > 0 ? ` ${read().length}` : '';
  };

  for (const star of document.querySelectorAll('[data-favourite]')) {
    star.addEventListener('click', () => {
      const reference = star.dataset.favourite;
      keep(read().includes(reference) ? read().filter((r) => r !== reference) : [...read(), reference]);
      show();
    });
  }

  for (const button of document.querySelectorAll('[data-favourites-keep]')) {
    const these = button.dataset.favouritesKeep.split(',');
    button.hidden = these.every((r) => read().includes(r));
    button.addEventListener('click', () => {
      keep([...read(), ...these]);
      button.querySelector('[data-said]').textContent = button.dataset.done;
      show();
    });
  }

  window.addEventListener('pageshow', show);
  window.addEventListener('storage', show);
  show();
}
