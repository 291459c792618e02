/* window.monitor.callStrip: urgent alerts above everything, by chair only, no name of a patient.
 *
 * Contract: callStrip(host, urgent) fills the element host from `urgent` of GET /api/v1/tiles:
 * [{chair, code, level, raised_at}].
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});

  const MINUTE = 60000;

  function now() { return monitor.clock ? monitor.clock.now() : Date.now(); }
  function element(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words) made.textContent = words;
    return made;
  }
  function row(alert) {
    const made = element("div", "call is-unacknowledged");
    const picture = element("i", "g g--urgent");
    picture.setAttribute("aria-hidden", "true");
    const age = element("span");
    age.setAttribute("aria-live", "off"); // said once, not each minute again
    age.dataset.tick = "open";
    age.dataset.at = alert.raised_at;
    age.textContent = monitor.t("open {minutes} min", { minutes: Math.max(0, Math.floor((now() - Date.parse(alert.raised_at)) / MINUTE)) });
    made.append(picture, element("b", "", monitor.t("Urgent, chair {chair}", { chair: alert.chair })), age, element("span", "", monitor.t("not acknowledged")),
      element("span", "grow"), element("span", "hide-narrow", monitor.t("Monitor alarms stay first. Sign in to acknowledge.")));
    return made;
  }
  monitor.callStrip = function (host, urgent) {
    const key = JSON.stringify(urgent);
    if (host.dataset.shown === key) return;
    host.dataset.shown = key;
    host.setAttribute("role", "alert");
    host.replaceChildren(...urgent.map(row));
    if (monitor.clock) monitor.clock.tick();
  };
})();
