/* Emergency access, said above every screen: to who has opened records, and to who must acknowledge that somebody did.
 *
 * Contract: lock.js tells `monitor:me` with each answer of GET /api/v1/me; `emergency_until` and `emergencies_waiting` are shown
 * in a strip, and the root has data-emergency while it is there. live.js tells `monitor:emergencies` with how many wait now, each second:
 * a screen that stands open untouched shows it too, and a page without live.js asks for it by itself every 15 s. When the time is over the page is loaded afresh, so that no
 * record stays on it. The strip tells and leads on; what may be read, the server decides at each request.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const root = document.documentElement;
  const EACH_MS = 15000, PATIENCE_MS = 5000;
  let over = null, latest = null;

  function now() { return monitor.clock ? Number(monitor.clock.now()) : Date.now(); }
  function words(me) {
    if (me.emergency_until) {
      const time = new Intl.DateTimeFormat(root.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: me.zone }).format(new Date(me.emergency_until));
      return monitor.t("Emergency access until {time}: everything you open is written down.", { time });
    }
    const number = me.emergencies_waiting || 0;
    return number ? monitor.tn("{number} emergency access waits to be acknowledged.", "{number} emergency accesses wait to be acknowledged.", number) : "";
  }
  function show(me) {
    const before = document.querySelector(".emergency-strip"), said = words(me);
    if (before) before.remove();
    clearTimeout(over);
    root.toggleAttribute("data-emergency", said !== "");
    if (!said) return;
    const strip = document.createElement("div"), picture = document.createElement("i"), text = document.createElement("b"), way = document.createElement("a");
    strip.className = "emergency-strip";
    strip.setAttribute("role", "status");
    picture.className = "g g--urgent";
    picture.setAttribute("aria-hidden", "true");
    way.href = "/emergency";
    way.className = "btn";
    way.textContent = me.emergency_until ? monitor.t("End it or see it") : monitor.t("See it");
    strip.append(picture, text, way);
    document.body.prepend(strip);
    text.textContent = said;
    const left = me.emergency_until ? new Date(me.emergency_until) - now() : 0;
    if (left > 0) over = setTimeout(() => location.reload(), left + 1000);
  }
  function tell(number) { document.dispatchEvent(new CustomEvent("monitor:emergencies", { detail: number })); }
  /* Not of /me: that counts as a touch, and nobody would ever be locked out. */
  async function ask() {
    if (monitor.live || !latest || document.hidden) return;
    const answer = await monitor.api.get("/changes", PATIENCE_MS);
    if (answer.ok && answer.body) tell(answer.body.emergencies_waiting);
  }
  setInterval(ask, EACH_MS);
  document.addEventListener("monitor:locked", () => { latest = null; show({}); });
  document.addEventListener("monitor:emergencies", ({ detail }) => {
    if (!latest || detail === (latest.emergencies_waiting || 0)) return;
    latest = { ...latest, emergencies_waiting: detail };
    show(latest);
  });
  function take(me) {
    latest = me;
    if (document.body) show(me);
    else document.addEventListener("DOMContentLoaded", () => show(me), { once: true });
  }
  document.addEventListener("monitor:me", (event) => take(event.detail));
  const answered = monitor.lock && monitor.lock.me();
  if (answered) take(answered); // it came before this script did
})();
