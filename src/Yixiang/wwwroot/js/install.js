// Registers the worker that shows a page of ours when there is no network. Where there is none (WeChat's browser on some phones, private windows) nothing changes.
if ('serviceWorker' in navigator && window.isSecureContext) {
  addEventListener('load', () => navigator.serviceWorker.register('/worker.js').catch(() => {}));
}
