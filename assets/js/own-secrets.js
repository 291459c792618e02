/* window.monitor.ownSecrets: a password or PIN that somebody else has set is good for one sign-in.
 *
 * Contract: the server answers 401 choose_own and names in `field` what is missing (new_password, new_pin).
 * ask(form, answer) puts those fields of the form's template into it and answers whether it did; read(form) answers
 * {body} with what was chosen, or {wrong} where the two of a pair differ. ofPin(hint) is the same for the PIN
 * keys: pins(pin) answers {body} to send, or nothing while the new PIN is being entered twice.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const PAIRS = [["new_password", "again_password"], ["new_pin", "again_pin"]];

  function missing(answer) {
    const error = answer.body && answer.body.error;
    return error && error.code === "choose_own" ? error.field : "";
  }
  function ask(form, answer) {
    const named = missing(answer);
    if (!named) return false;
    const place = form.querySelector("template[data-part=own]"), asked = place.content.cloneNode(true);
    asked.querySelectorAll("[data-own]").forEach((label) => { if (!named.includes(label.dataset.own)) label.remove(); });
    form.querySelectorAll(".pinbox__own").forEach((before) => before.remove());
    place.after(asked);
    form.querySelector("[data-own] input").focus();
    return true;
  }
  function read(form) {
    const sent = new FormData(form), body = {};
    for (const [name, again] of PAIRS) {
      if (!sent.has(name)) continue;
      if (sent.get(name) !== sent.get(again)) return { wrong: monitor.t("The two differ. Nothing was saved."), body: {} };
      body[name] = sent.get(name);
    }
    return { body };
  }
  function ofPin(hint) {
    let given = null, first = null;
    function begin() { first = null; hint(monitor.t("That PIN was set by somebody else. Choose your own four digits.")); }
    function pins(pin) {
      if (given === null) return { body: { pin } };
      if (first === null) { first = pin; hint(monitor.t("Enter the new PIN once more")); return { wrong: null }; }
      if (first !== pin) { begin(); return { wrong: monitor.t("The two differ. Nothing was saved.") }; }
      return { body: { pin: given, new_pin: pin } };
    }
    function asked(answer, pin) {
      const named = missing(answer);
      if (named) given = pin;
      if (given !== null) begin();
      return Boolean(named);
    }
    return { pins, asked };
  }
  monitor.ownSecrets = { ask, read, ofPin };
})();
