/* The screen of one's own second factor: how it stands, set up, taken away.
 *
 * Contract: [data-second-factor] of monitor/web/pages/second_factor/page.py is filled from GET /api/v1/me/second-factor. Setting up and
 * taking away ask for the password; what is wrong is the server's word. The secret stands on the page until it is confirmed or
 * left, and nowhere else.
 */
(function () {
  "use strict";
  const monitor = window.monitor;
  const { t, tn, api, secondFactor } = monitor;
  let place = null;

  function element(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words !== undefined) made.textContent = words;
    return made;
  }
  function passwordField() {
    const label = element("label", "", t("Your password")), input = element("input");
    input.name = "password";
    input.type = "password";
    input.required = true;
    input.autocomplete = "current-password";
    label.append(input);
    return label;
  }
  /* A form of one field; `send(value)` answers the server's answer, `then(body)` draws what became of it. */
  function form(field, words, look, send, then) {
    const made = element("form", "factor-form"), button = element("button", "btn " + look, words), said = element("p", "pinbox__wrong");
    said.setAttribute("role", "alert");
    made.append(field, said, button);
    made.addEventListener("submit", async (event) => {
      event.preventDefault();
      const input = field.querySelector("input");
      said.textContent = t("Checking");
      button.disabled = true;
      const answer = await send(input.value);
      button.disabled = false;
      if (answer.ok) { then(answer.body); return; }
      said.textContent = api.sentence(answer);
      input.select();
    });
    return made;
  }
  function show(title, ...parts) {
    const card = element("section", "card factor-card");
    card.append(element("h2", "", title), ...parts);
    place.replaceChildren(card);
  }
  function told(words) {
    const made = element("p", "factor-done", words);
    made.setAttribute("role", "status");
    return made;
  }
  function off(view, ...before) {
    const why = t("With a second factor, signing in with your password also asks for a code from your own phone: a password that somebody has learned then opens nothing. A PIN on a known device asks for no code.");
    const demanded = view.demanded ? [element("p", "factor__hint", t("Your clinic demands one of you: without it the next sign-in with your password asks you to set it up."))] : [];
    const begin = form(passwordField(), t("Set it up"), "btn--primary btn--big", (password) => api.post("/me/second-factor", { password }), offered);
    show(t("You have no second factor"), ...before, element("p", "", why), ...demanded, begin);
  }
  function offered(made) {
    const confirm = form(secondFactor.codeField(t("Code of the second factor")), t("Confirm"), "btn--primary btn--big",
      (code) => api.post("/me/second-factor/confirm", { code }), (view) => on(view, told(t("The second factor is set up."))));
    show(t("Set up the second factor"), secondFactor.offer(made), confirm);
    confirm.querySelector("input").focus({ preventScroll: true });
  }
  function on(view, ...before) {
    const since = t("Set up on {day}.", { day: monitor.language.day(view.set_up_at) });
    const left = tn("{number} recovery code is left.", "{number} recovery codes are left.", view.codes_left);
    const away = element("details", "factor-away");
    const what = t("Your password alone then signs you in, and the recovery codes are good for nothing. For new codes, or another phone, take it away and set it up afresh.");
    away.append(element("summary", "btn", t("Take it away …")), element("p", "", what),
      form(passwordField(), t("Take the second factor away"), "btn--danger", (password) => api.post("/me/second-factor/take-away", { password }),
        (view_) => off(view_, told(t("The second factor was taken away.")))));
    show(t("Your second factor is set up"), ...before, element("p", "", since + " " + left), away);
  }
  document.addEventListener("DOMContentLoaded", async () => {
    place = document.querySelector("[data-second-factor]");
    const answer = await api.get("/me/second-factor");
    if (!answer.ok) { show(t("Not now"), element("p", "pinbox__wrong", api.sentence(answer))); return; }
    (answer.body.set_up_at ? on : off)(answer.body);
  });
})();
