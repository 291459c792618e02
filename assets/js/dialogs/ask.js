/* The questions that dialogs are made of: text, number, one of several, several of several, when.
 *
 * Contract: each maker returns {node, value(), problem(), focus()}; `problem()` is "" or the sentence
 * that says what is wrong, and marks the field. Labels are tied to their fields; answers are buttons
 * with aria-pressed, at least 48 px high. Nothing is chosen beforehand.
 */
import { REASONS } from "./reasons.js";
import { element } from "./frame.js";

const { t } = window.monitor;

let count = 0;
const nextId = () => { count += 1; return `ask-${count}`; };

function mark(field, wrong) {
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  return wrong;
}

export function text(label, { required = "", long = false, hint = "", value = "", mode = "text", max = 200 } = {}) {
  const id = nextId();
  const field = element(long ? "textarea" : "input", { id, autocomplete: "off", maxlength: max, inputmode: mode, type: long ? null : "text" });
  field.value = value;
  const node = element("div", { class: "ask" }, [
    element("label", { for: id }, label), field, hint ? element("small", {}, hint) : null,
  ]);
  return {
    node, focus: () => field.focus(), value: () => field.value.trim(),
    problem: () => mark(field, required && !field.value.trim() ? required : ""),
  };
}

/* A number typed as text; `limit` is {hard: [low, high]} from the server, null where there is none. */
export function number(label, { required = "", limit = null, hint = "", value = "", whole = false } = {}) {
  const asked = text(label, { hint, value: String(value), mode: whole ? "numeric" : "decimal", max: 8 });
  const field = asked.node.querySelector("input");
  asked.node.classList.add("ask--half");
  const [low, high] = limit ? limit.hard : [null, null];
  const said = { label, low: low ?? t("any"), high: high ?? t("any") };
  const bounds = whole ? t("{label}: {low} to {high}, a whole number.", said) : t("{label}: {low} to {high}.", said);
  function problem() {
    const typed = field.value.trim().replace(",", ".");
    if (!typed) return mark(field, required);
    const got = Number(typed);
    const wrong = !/^[−-]?\d+(\.\d+)?$/.test(typed) || Number.isNaN(got) || (whole && !Number.isInteger(got))
      || (low !== null && got < low) || (high !== null && got > high);
    return mark(field, wrong ? t("{typed} cannot be. {bounds}", { typed, bounds }) : "");
  }
  return {
    ...asked, problem,
    value: () => { const typed = field.value.trim().replace(",", "."); return typed ? Number(typed) : null; },
  };
}

function answerButton([value, words, small]) {
  const button = element("button", { type: "button", class: "answer", "aria-pressed": "false" }, [words, small ? element("small", {}, small) : null]);
  button.dataset.value = String(value);
  return button;
}

/* One of several; the same tap again takes the answer back. */
export function choice(label, options, { required = "", value = null, many = false, onChange = null } = {}) {
  let chosen = many ? new Set(value || []) : value;
  const buttons = options.map(answerButton);
  const group = element("div", { class: options.length > 4 ? "ask__answers ask__answers--many" : "ask__answers", role: "group", "aria-label": label }, buttons);
  const node = element("div", { class: "ask" }, [element("span", { class: "ask__name" }, label), group]);
  const isChosen = (got) => (many ? chosen.has(got) : chosen === got);
  const show = () => buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(isChosen(options[index][0]))));
  buttons.forEach((button, index) => button.addEventListener("click", () => {
    const got = options[index][0];
    if (many && chosen.has(got)) chosen.delete(got);
    else if (many) chosen.add(got);
    else chosen = chosen === got ? null : got;
    show();
    if (onChange) onChange(chosen);
  }));
  show();
  return {
    node, focus: () => buttons[0].focus(), value: () => (many ? [...chosen] : chosen),
    problem: () => ((many ? chosen.size === 0 : chosen === null) ? required : ""),
  };
}

/* A measurement that may not have been made: the ask's value, or the reason why there is none. */
export function orNotMeasured(ask, reason = null) {
  const options = REASONS.map(([value, words]) => element("option", { value }, t("Not measured: {why}", { why: words.toLowerCase() })));
  const select = element("select", { "aria-label": t("Measured, or why not") }, [element("option", { value: "" }, t("Measured")), ...options]);
  const node = element("div", { class: "ask ask--half ask--measured" }, [ask.node, select]);
  const show = () => { ask.node.inert = select.value !== ""; };
  select.value = reason || "";
  select.addEventListener("change", show);
  show();
  const empty = () => ask.value() === null;
  function problem() {
    if (select.value) return mark(select, "");
    const gone = reason && empty() ? t("Give the value, or leave the reason why there is none.") : "";
    return gone || ask.problem();
  }
  return {
    node, focus: () => (select.value ? select : ask).focus(), problem,
    value: () => (select.value ? { reason: select.value, value: null } : { reason: null, value: ask.value() }),
  };
}

/* When it happened: now unless nudged; never more than the server's rule allows. */
export function when(label, context, { at = null } = {}) {
  let moved = at;
  const rule = context.measured_at;
  const shown = element("b", {});
  const said = element("small", {}, label);
  const clock = (ms) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: context.zone }).format(ms + context.skew_ms);
  const show = () => { shown.textContent = clock(moved === null ? Date.now() : moved); };
  const steps = [[-5, "−5"], [-1, "−1"], [1, "+1"]].map(([minutes, words]) => {
    const button = element("button", { type: "button", class: "btn", "aria-label": t("{minutes} minutes", { minutes: words }) }, words);
    button.addEventListener("click", () => {
      const next = (moved === null ? Date.now() : moved) + minutes * 60000;
      const late = Date.now() - next > rule.past_hours * 3600000;
      if (!late && next <= Date.now() + rule.future_minutes * 60000) moved = next;
      show();
    });
    return button;
  });
  const now = element("button", { type: "button", class: "btn" }, t("Now"));
  now.addEventListener("click", () => { moved = null; show(); });
  show();
  const node = element("div", { class: "ask__when", role: "group", "aria-label": label }, [element("div", {}, [said, " ", shown]), ...steps, now]);
  return {
    node, focus: () => now.focus(), problem: () => "", moved: () => moved !== at,
    value: () => new Date(moved === null ? Date.now() : moved).toISOString(),
  };
}
