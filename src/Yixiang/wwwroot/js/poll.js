// Replaces an element marked data-poll="/fragment" with what the address answers, every data-poll-seconds (2), until the answer no longer asks for it:
// then the whole page is opened anew, for the end changes more than the progress. While nothing answers, what is marked data-poll-lost is shown, and it goes on asking.
const follow = (element) => {
  const wait = Number(element.dataset.pollSeconds || 2) * 1000;
  setTimeout(async () => {
    if (!element.isConnected) return;
    if (document.hidden) return follow(element);
    try {
      const answer = await fetch(element.dataset.poll, { headers: { 'X-Fragment': '1' } });
      if (answer.status >= 500) throw new Error(`${answer.status}`);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = (element.id && page.getElementById(element.id)) || page.body.firstElementChild;
      if (!fresh) return;
      if (!fresh.dataset.poll) return location.reload();
      element.replaceWith(fresh);
      follow(fresh);
    } catch {
      element.querySelector('[data-poll-lost]')?.removeAttribute('hidden');
      follow(element);
    }
  }, wait);
};

for (const element of document.querySelectorAll('[data-poll]')) follow(element);
