/* The set-up screen: the clinic and its first administrator, once.
 *
 * Contract: the document of monitor/web/pages/set_up/page.py; POST /api/v1/set-up, then on to /admin. What is
 * refused stays in the form as typed; the field that the server names is marked. Whether the set-up is
 * allowed at all is the server's word; here is only compared that a password was typed twice alike.
 */
(function () {
  "use strict";
  const monitor = window.monitor;
  const DIFFER = () => monitor.t("The two passwords differ, nothing was set up.");

  function preset(form) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const known = [...form.zone.options].some((option) => option.value === here);
    if (known) form.zone.value = here;
  }
  function mark(form, field) {
    [...form.elements].forEach((each) => each.removeAttribute("aria-invalid"));
    const wrong = field && form.elements[field];
    if (!wrong) return;
    wrong.setAttribute("aria-invalid", "true");
    wrong.focus();
  }
  function say(form, words, field) {
    form.querySelector("[data-part=wrong]").textContent = words;
    mark(form, field);
  }
  async function send(event) {
    event.preventDefault();
    const form = event.target;
    const { again, ...sent } = Object.fromEntries(new FormData(form));
    if (again !== sent.password) { say(form, DIFFER(), "again"); return; }
    const button = form.querySelector("button");
    button.disabled = true;
    say(form, monitor.t("Checking"), null);
    const answer = await monitor.api.post("/set-up", sent);
    button.disabled = false;
    if (!answer.ok) { say(form, monitor.api.sentence(answer), answer.body && answer.body.error.field); return; }
    try { localStorage.setItem("monitor-person", JSON.stringify(answer.body)); localStorage.setItem("monitor-touched", String(Date.now())); } catch { /* works without */ }
    location.assign("/admin");
  }
  document.addEventListener("DOMContentLoaded", function () {
    const form = document.querySelector("[data-part=form]");
    preset(form);
    form.addEventListener("submit", send);
  });
})();
