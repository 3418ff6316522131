// Closes an open details.menu on Escape or a click elsewhere; brings the current entry of the navigation into view on a narrow screen.
const close = (except) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (menu !== except) menu.open = false;
};

document.addEventListener('click', (event) => close(event.target.closest('details.menu')));
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

const current = document.querySelector('.site-nav [aria-current]');
if (current) current.closest('ul').scrollLeft = current.offsetLeft - 64;
