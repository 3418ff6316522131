// Shows what is typed into textarea[data-preview="address"] as it will look, in the element that data-preview-in names. The server makes the preview.
for (const area of document.querySelectorAll('textarea[data-preview]')) {
  const shown = document.getElementById(area.dataset.previewIn);
  const token = area.form.elements.__RequestVerificationToken;
  let timer = 0;
  let turn = 0;

  const show = async () => {
    const own = ++turn;
    const said = new FormData();
    said.set('text', area.value);
    said.set(token.name, token.value);
    try {
      const answer = await fetch(area.dataset.preview, { method: 'POST', body: said, redirect: 'manual' });
      const html = answer.ok ? await answer.text() : null;
      if (html !== null && own === turn) shown.innerHTML = html;
    } catch {
      // Offline: the autosave says so; the last preview stays.
    }
  };

  area.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, 400);
  });
}
