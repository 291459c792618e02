/* window.monitor.discharge: sign, override and end with a PIN.
 *
 * Contract: a button with data-modal="<id>" copies the hidden element of that id into a modal <dialog>.
 * Inside it, data-choice (checkbox or radio; data-name, data-value) becomes an input, data-reason a text
 * field, data-preset a chosen kind of reason, data-pin-host the PIN pad. The fourth digit posts to
 * /api/v1/sessions/<data-session>/discharge/<data-act>; nothing is ticked beforehand and no PIN is kept.
 * With data-path it is posted there: the override of a flag of eligibility (data-act="eligibility").
 * Another script adds acts of its own: `bodies.<act>(box)` -> {body} or {missing}, `after.<act>(answer)`.
 * The server judges; what it refuses is said under the keys. No clinical rule stands here.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});

  function made(name, attributes) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  }
  function fill(box) {
    box.querySelectorAll("[data-choice]").forEach(function (place) {
      const { choice, name, value } = place.dataset;
      place.append(made("input", { type: choice, name, value }));
    });
    box.querySelectorAll("[data-reason]").forEach((place) => place.append(made("textarea", { rows: "3", maxlength: "1900" })));
  }
  function chosen(box, name) {
    return [...box.querySelectorAll('input[name="' + name + '"]:checked')].map((input) => input.value);
  }
  function reason(box) {
    const field = box.querySelector("textarea"), own = field ? field.value.trim() : "";
    const preset = box.querySelector('[data-preset][aria-pressed="true"]');
    return { own, said: preset ? preset.dataset.preset + ": " + own : own, preset };
  }
  const BODIES = {
    sign: () => ({ body: { to: "home" } }),
    override: function (box) {
      const criteria = chosen(box, "criteria"), why = reason(box);
      if (!criteria.length) return { missing: monitor.t("Choose the finding first.") };
      if (!why.preset) return { missing: monitor.t("Choose the kind of reason first.") };
      if (!why.own) return { missing: monitor.t("Write the reason in your words first.") };
      return { body: { criteria, reason: why.said } };
    },
    eligibility: function (box) {
      const flags = Object.fromEntries(chosen(box, "flags").map((each) => JSON.parse(each))), why = reason(box);
      if (!Object.keys(flags).length) return { missing: monitor.t("Choose the flag first.") };
      if (!why.own) return { missing: monitor.t("Write the reason in your words first.") };
      return { body: { flags, reason: why.own, protocol_id: box.dataset.protocol || null } };
    },
    end: function (box) {
      const to = chosen(box, "to")[0], why = reason(box);
      if (!to) return { missing: monitor.t("Choose how it ended first.") };
      if (!why.own) return { missing: monitor.t("Write the reason in your words first.") };
      return { body: { to, reason: why.own } };
    },
  };
  BODIES.protocol = (box) => ({ body: { draft: Number(box.dataset.draft) } });
  const after = { protocol: () => location.assign(location.pathname + "?signed=1") };
  async function act(box, dialog, pin) {
    const asked = BODIES[box.dataset.act](box);
    if (asked.missing) return asked.missing;
    const path = box.dataset.path || "/sessions/" + encodeURIComponent(box.dataset.session) + "/discharge/" + box.dataset.act;
    const answer = await monitor.api.post(path, { ...asked.body, pin });
    if (!answer.ok) {
      const error = answer.body && answer.body.error;
      if (error && error.code === "changed_since_shown") monitor.live.refresh();
      return monitor.api.sentence(answer);
    }
    dialog.close();
    if (after[box.dataset.act]) after[box.dataset.act](answer.body);
    else monitor.live.refresh();
    return null;
  }
  function press(event) {
    const preset = event.target.closest("[data-preset]");
    if (preset) preset.closest("dialog").querySelectorAll("[data-preset]").forEach((other) => other.setAttribute("aria-pressed", String(other === preset)));
  }
  function open(source) {
    const { dialog, box } = monitor.modal(source, { css: "modal", fill, click: press });
    const pin = monitor.pin(box.querySelector("[data-pin-host]"), { label: "PIN", check: (typed) => act(box, dialog, typed) });
    dialog.addEventListener("close", () => pin.stop());
  }
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-modal]");
    const source = button && !button.disabled && document.getElementById(button.dataset.modal);
    if (source) open(source);
  });
  monitor.discharge = { open, bodies: BODIES, after };
})();
