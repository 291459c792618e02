/* The service worker: keeps the entry form reachable without the network.
 *
 * Contract: network first, always. Only the entry page, its css, scripts and icons lie in the cache;
 * answers of the API never do, and no page that shows a patient: what the form needs of a patient
 * lies in the tablet's own database. A navigation that fails off-line gets the entry page, which
 * lists the sessions this tablet knows. A new version of this file throws the old caches away.
 * KEPT names everything the entry page loads; a test compares it with the page.
 */
const VERSION = "10";
const CACHE = `monitor-entry-${VERSION}`;
const PAGE = "/record";
const PATIENCE_MS = 4000;
const KEPT = [
  PAGE,
  "/assets/css/tokens.css", "/assets/css/glyphs.css", "/assets/css/base.css", "/assets/css/dialogs.css",
  "/assets/css/record.css", "/assets/css/lock.css", "/assets/css/enlarged.css", "/assets/css/print.css",
  "/assets/js/scheme.js", "/assets/js/language.js", "/languages/es.js", "/assets/js/api.js", "/assets/js/focus.js", "/assets/js/early.js", "/assets/js/pin.js", "/assets/js/call-strip.js", "/assets/js/lock.js", "/assets/js/emergency.js", "/assets/js/notices.js", "/assets/js/announce.js",
  "/assets/js/outbox.js", "/assets/js/dialogs.js", "/assets/js/register-sw.js",
  "/assets/js/outbox/chip.js", "/assets/js/outbox/db.js", "/assets/js/outbox/drain.js", "/assets/js/outbox/list.js",
  "/assets/js/outbox/answers.js", "/assets/js/outbox/question.js", "/assets/js/outbox/question-words.js", "/assets/js/outbox/queue.js", "/assets/js/outbox/report.js", "/assets/js/outbox/send.js",
  "/assets/js/names.js", "/assets/js/dialogs/actions.js", "/assets/js/dialogs/alert-words.js", "/assets/js/dialogs/answers.js", "/assets/js/dialogs/ask.js", "/assets/js/dialogs/attest.js",
  "/assets/js/dialogs/correct.js", "/assets/js/dialogs/correct-fields.js", "/assets/js/dialogs/reasons.js", "/assets/js/dialogs/entry-words.js",
  "/assets/js/dialogs/frame.js", "/assets/js/dialogs/form.js", "/assets/js/dialogs/people.js", "/assets/js/dialogs/register.js", "/assets/js/dialogs/scales.js", "/assets/js/dialogs/standing.js",
  "/assets/js/dialogs/orders.js", "/assets/js/dialogs/outcomes.js", "/assets/js/dialogs/order-words.js", "/assets/js/dialogs/treatments.js", "/assets/js/dialogs/treatment-words.js", "/assets/js/dialogs/medicine-names.js",
  "/assets/js/dialogs/choose-session.js", "/assets/js/dialogs/call.js", "/assets/js/dialogs/chair.js", "/assets/js/record/acts.js", "/assets/js/record/asks.js", "/assets/js/record/draft.js", "/assets/js/record/events.js", "/assets/js/record/form.js",
  "/assets/js/record/keys.js", "/assets/js/record/limits.js", "/assets/js/record/main.js", "/assets/js/record/paint.js",
  "/assets/js/record/panels.js", "/assets/js/record/save.js", "/assets/js/record/start.js", "/assets/js/record/store.js",
  "/assets/js/record/timer.js", "/assets/js/record/words.js",
];

/* One missing file must not keep the others from being kept. */
async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(KEPT.map(async (address) => {
    try {
      const answer = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
      if (mayKeep(answer)) await cache.put(address, answer);
    } catch { /* the next visit tries again */ }
  }));
}

/* Only a page that really is what was asked for: a redirection to the sign-in page is not. */
function mayKeep(answer) {
  return answer.ok && !answer.redirected && answer.type === "basic";
}

function isKept(url) {
  return url.origin === self.location.origin && KEPT.includes(url.pathname);
}

/* The network is given up after a while only where something is kept: a slow answer is better than none. */
async function networkFirst(request, address) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(address);
  const stop = new AbortController();
  const timer = kept ? setTimeout(() => stop.abort(), PATIENCE_MS) : null;
  try {
    const answer = await fetch(request, { signal: stop.signal });
    if (mayKeep(answer)) await cache.put(address, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/* Another page than the entry form: from the network, or else the entry page's list of sessions. */
async function otherPage(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(CACHE);
    if (await cache.match(PAGE)) return Response.redirect(PAGE, 302);
    throw error;
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("monitor-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (isKept(url)) event.respondWith(networkFirst(request, url.pathname));
  else if (request.mode === "navigate" && url.origin === self.location.origin) event.respondWith(otherPage(request));
});
