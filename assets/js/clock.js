/* window.monitor.clock: everything on a screen that moves on with time.
 *
 * Contract: elements with data-tick="old|ago|open|elapsed|due|overdue" and data-at=<instant> get the words that
 * monitor/web/components/ticking.py gives them; elements with data-clock=<zone> show the wall's time.
 * Inside [data-past] the words stand still: there a past minute is shown. now() is the server's time, as far as sync(<instant>) has told it; until then the tablet's.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const MINUTE = 60000;
  const EACH_MS = 500;
  let ahead = null;
  const walls = {};

  function now() { return Date.now() + (ahead || 0); }
  function sync(instant) {
    const at = Date.parse(instant);
    if (!Number.isNaN(at)) ahead = at - Date.now();
  }
  function past(at) { return Math.max(0, Math.floor((now() - at) / MINUTE)); }
  function due(at) {
    if (at > now()) return monitor.t("In {minutes} min", { minutes: Math.ceil((at - now()) / MINUTE) });
    return past(at) ? monitor.t("{minutes} min over", { minutes: past(at) }) : monitor.t("Now");
  }
  const FORMS = {
    old: (at) => monitor.t("{minutes} min old", { minutes: past(at) }),
    ago: (at) => monitor.t("{minutes} min ago", { minutes: past(at) }),
    open: (at) => monitor.t("open {minutes} min", { minutes: past(at) }),
    elapsed: (at) => "T+" + past(at),
    due,
    overdue: (at) => monitor.t("Overdue {minutes} min", { minutes: past(at) }),
  };
  function wall(zone) {
    walls[zone] = walls[zone] || new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    });
    return walls[zone].format(now());
  }
  function write(element, words) {
    if (element.textContent === words) return;
    // The text node stays the one the renderer made, so that it can go on writing to it.
    if (element.firstChild && element.childNodes.length === 1) element.firstChild.nodeValue = words;
    else element.textContent = words;
  }
  function tick() {
    if (ahead === null) {
      const first = document.querySelector("[data-now]");
      if (first) sync(first.dataset.now);
    }
    document.querySelectorAll("[data-tick]:not([data-past] *)").forEach(function (element) {
      const form = FORMS[element.dataset.tick];
      if (form) write(element, form(Date.parse(element.dataset.at)));
    });
    document.querySelectorAll("[data-clock]").forEach(function (element) {
      write(element, wall(element.dataset.clock));
    });
  }
  setInterval(tick, EACH_MS);
  document.addEventListener("DOMContentLoaded", tick);
  monitor.clock = { now, sync, tick };
})();
