// Sends a form with files in the background and shows how far it has come. What is too large (data-most-bytes on the field) is not sent at all; when the
// connection is lost the chosen file stays chosen. Without this module the form is sent as forms are.
const words = document.documentElement.dataset;
const megabytes = (bytes) => (bytes / 1048576).toFixed(1);
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place]);

const statusOf = (form) => {
  let place = form.querySelector('[data-upload-status]');
  if (!place) {
    place = document.createElement('div');
    place.dataset.uploadStatus = '';
    place.className = 'upload';
    const bar = document.createElement('progress');
    const text = document.createElement('p');
    bar.max = 100;
    text.setAttribute('role', 'status');
    place.append(bar, text);
    form.append(place);
  }

  return { bar: place.querySelector('progress'), text: place.querySelector('p') };
};

const tell = (form, text, failed, done) => {
  const status = statusOf(form);
  status.text.textContent = text;
  status.text.classList.toggle('tone-error', failed);
  status.bar.hidden = failed;
  if (done !== undefined) {
    status.bar.value = done;
    status.bar.setAttribute('aria-label', text);
  }
};

const tooLarge = (form) => {
  for (const input of form.querySelectorAll('input[type="file"][data-most-bytes]')) {
    const most = Number(input.dataset.mostBytes);
    for (const file of input.files) {
      if (file.size > most) return fill(words.uploadLarge, file.name, megabytes(file.size), Math.floor(most / 1048576));
    }
  }

  return null;
};

// The answer is the same page with what was wrong: it takes the place of the old one, only the chosen files stay.
const show = (form, html) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const [fresh, old] = [page.querySelector('main'), document.querySelector('main')];
  if (!fresh || !old) return location.reload();
  for (const input of form.querySelectorAll('input[type="file"]')) {
    const place = input.id && fresh.querySelector(`#${CSS.escape(input.id)}`);
    if (place?.type === 'file') {
      for (const name of ['aria-invalid', 'aria-describedby']) {
        if (place.hasAttribute(name)) input.setAttribute(name, place.getAttribute(name)); else input.removeAttribute(name);
      }

      place.replaceWith(input);
    }
  }

  document.title = page.title || document.title;
  old.replaceWith(fresh);
  const wrong = fresh.querySelector('[role="alert"], .errors');
  if (wrong) {
    wrong.tabIndex = -1;
    wrong.focus();
  }
};

const send = (form, by) => {
  const request = new XMLHttpRequest();
  const buttons = [...form.querySelectorAll('button')].filter((button) => !button.disabled);
  const free = () => { delete form.dataset.uploading; buttons.forEach((button) => { button.disabled = false; }); };
  const body = new FormData(form, by);
  request.open('POST', by?.getAttribute('formaction') ? by.formAction : form.action);
  request.setRequestHeader('X-Upload', '1');
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return;
    const share = Math.floor(event.loaded / event.total * 100);
    tell(form, share < 100 ? fill(words.uploadGoing, share, megabytes(event.loaded), megabytes(event.total)) : words.uploadChecked, false, share);
  });
  request.addEventListener('error', () => { free(); tell(form, words.uploadLost, true); });
  request.addEventListener('abort', free);
  request.addEventListener('load', () => {
    const place = request.getResponseHeader('X-Location');
    if (place) {
      const same = new URL(place, location.href);
      if (same.pathname + same.search === location.pathname + location.search) location.reload(); else location.assign(same);
      return;
    }

    free();
    if (request.getResponseHeader('content-type')?.includes('text/html')) show(form, request.responseText);
    else tell(form, words.notSaved, true);
  });
  form.dataset.uploading = 'yes';
  buttons.forEach((button) => { button.disabled = true; });
  tell(form, fill(words.uploadGoing, 0, '0.0', '…'), false, 0);
  request.send(body);
};

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.enctype !== 'multipart/form-data' || ![...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length)) return;
  event.preventDefault();
  if (form.dataset.uploading) return;
  const large = tooLarge(form);
  if (large) tell(form, large, true);
  else send(form, event.submitter);
});
