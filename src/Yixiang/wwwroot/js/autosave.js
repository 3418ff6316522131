// Saves a form[data-autosave="address"] in the background a moment after typing stops, and tells the outcome in [data-autosave-status].
// When the sign-in has ended it says so and goes on trying: after signing in in another window the next try is taken.
// When another window has saved meanwhile it stops and says so; nothing in the form is touched.
for (const form of document.querySelectorAll('form[data-autosave]')) {
  const status = form.querySelector('[data-autosave-status]');
  const progress = document.querySelector('[data-completeness]');
  const version = form.elements.version;
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;
  let sending = null;

  const tell = (text, failed) => {
    status.textContent = text;
    status.classList.toggle('tone-error', failed);
  };

  const save = async () => {
    if (stopped || busy) { again = busy; return; }
    busy = true;
    again = false;
    status.classList.add('waiting');
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: new FormData(form), redirect: 'manual' });
      if (!answer.headers.get('content-type')?.includes('json')) {
        if (answer.status >= 500) throw new Error('not saved');
        // Led to the sign-in page the sign-in has ended; any other answer without words is a refusal: a right that was withdrawn, a page that is gone.
        tell(answer.type === 'opaqueredirect' || answer.status === 401 ? document.documentElement.dataset.signedOut : document.documentElement.dataset.notSaved, true);
        schedule(15000);
        return;
      }

      const said = await answer.json();
      stopped = answer.status === 409;
      tell(said.message, !answer.ok);
      if (answer.ok) {
        version.value = said.version;
        if (progress) { progress.value = said.completeness; progress.nextElementSibling.textContent = `${said.completeness}%`; }
        if (!again) form.dispatchEvent(new Event('saved'));
      }
    } catch {
      tell(document.documentElement.dataset.offline, true);
      schedule(15000);
    } finally {
      busy = false;
      status.classList.remove('waiting');
      if (sending) form.requestSubmit(sending.by);
      else if (again) schedule(500);
    }
  };

  const schedule = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  form.addEventListener('input', () => schedule(2500));
  // A save that is still under way gives the draft a new version: whoever sends the form meanwhile waits for it, and is not told that somebody else was faster.
  form.addEventListener('submit', (event) => {
    stopped = true;
    clearTimeout(timer);
    if (!busy) return;
    event.preventDefault();
    sending = { by: event.submitter };
  });
}
