/* Forms of pages that are drawn for one look: [data-send="/path"] is posted to the interface, with its fields by name.
 *
 * Contract: what is wrong is the server's word and stands in the form's [role=alert]; the fields keep what was typed. What was done
 * is seen by loading the page afresh. A form is sent once, however often its button is tapped.
 */
(function () {
  "use strict";
  const { t, api } = window.monitor;

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-send]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]"), said = form.querySelector("[role=alert]");
    if (button.disabled) return;
    button.disabled = true;
    said.textContent = t("Checking");
    const answer = await api.post(form.dataset.send, Object.fromEntries(new FormData(form)));
    if (answer.ok) { location.reload(); return; }
    button.disabled = false;
    said.textContent = api.sentence(answer);
  });
})();
