/* Registers the service worker that keeps the entry form reachable without the network.
 *
 * Contract: load it on every page; it does nothing where the browser has no service workers or the
 * page is no secure context, and says so once in `document.documentElement.dataset.offline`.
 */
const page = document.documentElement;
if (!("serviceWorker" in navigator)) {
  page.dataset.offline = "unsupported";
} else {
  navigator.serviceWorker.register("/sw.js", { scope: "/" })
    .then(() => navigator.serviceWorker.ready)
    .then(() => { page.dataset.offline = "ready"; })
    .catch(() => { page.dataset.offline = "failed"; });
}
