// Draws each [data-plot="table-id"] once it comes near the screen, so that who does not scroll there does not fetch what draws it. Until then, and without it, the bars that the server drew stand there.
const near = new IntersectionObserver(async (seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    (await import('./draw.js')).draw(target);
  }
}, { rootMargin: '100px' });

for (const figure of document.querySelectorAll('[data-plot]')) near.observe(figure);
