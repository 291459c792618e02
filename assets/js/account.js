/* The screen of one's own account: forms [data-account="/path"] are posted to the interface, with their fields by name.
 *
 * Contract: `again` is compared here and not sent, `whose` is for the keeper of passwords alone. What is wrong is the server's word and
 * stands in the form's [role=alert]; what was typed stays. What was done is said once in [data-account-done], after the page was drawn anew.
 * A form is sent once, however often its button is tapped.
 */
(function () {
  "use strict";
  const { t, tn, api } = window.monitor;
  const DONE = "monitor-account-done";

  function words(path, body) {
    const ended = (body && body.ended) || 0;
    const others = tn("{number} other sign-in of yours was ended.", "{number} other sign-ins of yours were ended.", ended);
    if (path === "/me/password") return ended ? `${t("Your password was changed.")} ${others}` : t("Your password was changed.");
    if (path === "/me/pin") return ended ? `${t("Your PIN was changed.")} ${others}` : t("Your PIN was changed.");
    return path.endsWith("/end-others") ? others : t("The sign-in was ended.");
  }
  function keep(said) { try { sessionStorage.setItem(DONE, said); } catch { /* the page shows what is left */ } }
  function tell() {
    const place = document.querySelector("[data-account-done]");
    try { place.textContent = sessionStorage.getItem(DONE) || ""; sessionStorage.removeItem(DONE); } catch { /* nothing is told */ }
  }
  function wrong(form, said, field) {
    form.querySelector("[role=alert]").textContent = said;
    const input = form.elements[field] || form.querySelector("input:not([hidden])");
    if (input) { input.focus(); input.select(); }
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-account]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]"), path = form.dataset.account;
    if (button.disabled) return;
    const { again, whose, ...body } = Object.fromEntries(new FormData(form));
    const first = body.new_password ?? body.new_pin;
    if (again !== first) { wrong(form, t("The two differ. Nothing was saved."), "again"); return; }
    button.disabled = true;
    form.querySelector("[role=alert]").textContent = t("Checking");
    const answer = await api.post(path, body);
    if (answer.ok) { keep(words(path, answer.body)); location.reload(); return; }
    button.disabled = false;
    wrong(form, api.sentence(answer), answer.body && answer.body.error ? answer.body.error.field : "");
  });
  document.addEventListener("DOMContentLoaded", tell);
})();
