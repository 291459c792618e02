/* Correction of an entry, and "entered in error": the old value stays readable, a reason is needed.
 *
 * Contract: `correct(context, {target})`, `strike(context, {target})`; without a target the person
 * chooses from the session's entries. Entries of one set (same instant, same person) are shown
 * together. Only fields that were changed are sent, and `new_at` only when the time was moved.
 */
import { choice, number, text, when } from "./ask.js";
import { element, openDialog } from "./frame.js";
import { entryTitle, entryWords, kindName, plainWord, valueWords } from "./entry-words.js";
import { askAndSave } from "./form.js";

const { t } = window.monitor;

const NUMBERS = {
  systolic_mmhg: t("Systolic, mmHg"), diastolic_mmhg: t("Diastolic, mmHg"), heart_rate_bpm: t("Heart rate, /min"), spo2_percent: "SpO₂, %",
  respiratory_rate_per_min: t("Breathing, /min"), oxygen_l_min: t("Oxygen, L/min"), temperature_c: t("Temperature, °C"), dose_mg: t("Dose, mg"),
  amount: t("Amount"), moaas: t("Alertness, MOAA/S"), rass: "RASS", amt4_errors: t("AMT4 errors"),
};
const WHOLE = new Set(["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min", "moaas", "rass", "amt4_errors"]);
const SCORES = { moaas: [0, 5], rass: [-5, 4], amt4_errors: [0, 4] };
const CHOICES = {
  rhythm: [t("Rhythm"), ["regular", "irregular"]], position: [t("Position"), ["seated", "supine", "standing"]],
  gait: [t("Gait"), ["steady", "assisted", "unable"]], acvpu: ["ACVPU", ["A", "C", "V", "P", "U"]],
  suicide_safety: [t("Suicide safety"), ["no_concern", "concern"]], effect: [t("Effect"), ["none", "partial", "full", "not_assessed"]],
  unit: [t("Unit"), ["mg", "microgram", "g", "mL", "unit", "puff"]],
  medication_class: [t("Class"), ["premedication", "antihypertensive", "benzodiazepine", "antiemetic", "sedating_antiemetic", "reversal", "other"]],
};
const YES_NO = [[true, t("Yes")], [false, t("No")]];
const ANSWERS = { instructions_given: [t("Instructions given"), YES_NO], line_removed: [t("Line removed"), YES_NO] };
const RED_FLAGS = ["chest_pain", "dyspnoea", "sudden_severe_headache", "visual_loss", "seizure", "focal_deficit", "syncope"];
const SET_KINDS = new Set(["vitals", "side_effects", "consciousness", "red_flags"]);
const TEXTS = { name: t("Medicine"), text: t("In words"), ordered_by: t("Ordered by"), note: t("Note") };
const GRADES = ["none", "mild", "moderate", "severe"];
const ORDERS = ["order", "order_acknowledged", "order_done", "order_closed", "order_cancelled"];
const FIXED = new Set([...ORDERS, "corrected", "entered_in_error", "alert_acknowledged", "baseline_accepted", "red_flags_cleared", "discharged"]);

/* The fields in the order in which they are read off and asked. */
function ordered(fields) {
  const order = ["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "rhythm", "spo2_percent", "oxygen_l_min", "respiratory_rate_per_min"];
  const place = ([name]) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(fields).sort((one, two) => place(one) - place(two));
}

const clock = (context, at) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: context.zone }).format(Date.parse(at));

function factWords(context, entry) {
  const said = { kind: kindName(entry.kind), time: clock(context, entry.at), by: entry.by };
  return SET_KINDS.has(entry.kind) ? t("{kind}, measured {time}, by {by}", said) : t("{kind}, at {time}, by {by}", said);
}

function fact(context, entry) {
  return element("div", { class: "fact" }, [
    element("span", {}, factWords(context, entry)),
    element("strong", {}, entryWords(entry) || kindName(entry.kind)),
    element("small", {}, t("The old version stays readable.")),
  ]);
}

/* One question for one field of the entry: {ask, changed() -> the field's new value or undefined}. */
function question(context, field, value) {
  const label = (name) => t("{name} (was {value})", { name, value: valueWords(value) });
  if (NUMBERS[field]) {
    const limit = context.limits[field] || (SCORES[field] ? { hard: SCORES[field] } : null);
    const ask = number(label(NUMBERS[field]), { limit, value, whole: WHOLE.has(field), required: t("A correction needs a value; if it was never measured, use Entered in error.") });
    return { ask, changed: () => (ask.value() === value ? undefined : ask.value()) };
  }
  if (CHOICES[field] || ANSWERS[field]) {
    const [name, words] = CHOICES[field] || ANSWERS[field];
    const options = ANSWERS[field] ? words : words.map((word) => [word, plainWord(word)]);
    const ask = choice(label(name), options, { value, required: t("{name}: which?", { name }) });
    return { ask, changed: () => (ask.value() === value ? undefined : ask.value()) };
  }
  if (TEXTS[field]) {
    const ask = text(label(TEXTS[field]), { value, required: t("It cannot be empty."), long: field === "text", max: 1000 });
    return { ask, changed: () => (ask.value() === value ? undefined : ask.value()) };
  }
  if (field === "present") {
    const ask = choice(label(t("Red flags")), RED_FLAGS.map((flag) => [flag, plainWord(flag)]), { many: true, value });
    const same = () => ask.value().length === value.length && ask.value().every((flag) => value.includes(flag));
    return { ask, changed: () => (same() ? undefined : ask.value()) };
  }
  return null;
}

function gradeQuestions(grades) {
  const asks = Object.entries(grades).map(([effect, grade]) => [
    effect, grade, choice(t("{name} (was {value})", { name: plainWord(effect), value: plainWord(grade) }), GRADES.map((each) => [each, plainWord(each)]), { value: grade, required: t("{effect}: which grade?", { effect: plainWord(effect) }) }),
  ]);
  function changed() {
    const moved = asks.filter(([, was, ask]) => ask.value() !== was).map(([effect, , ask]) => [effect, ask.value()]);
    return moved.length ? Object.fromEntries(moved) : undefined;
  }
  return { asks: asks.map(([, , ask]) => ask), changed };
}

function questions(context, entry) {
  const found = [];
  for (const [field, value] of ordered(entry.fields)) {
    if (field === "grades") {
      const grades = gradeQuestions(value);
      found.push({ field, asks: grades.asks, changed: grades.changed });
    } else {
      const one = question(context, field, value);
      if (one) found.push({ field, asks: [one.ask], changed: one.changed });
    }
  }
  return found;
}

function chooseEntry(context, title, then) {
  const entries = (context.entries || []).filter((entry) => !entry.struck && !FIXED.has(entry.kind));
  const buttons = entries.map((entry) => {
    const button = element("button", { type: "button", class: "btn" }, [
      element("span", {}, [`${clock(context, entry.at)} ${entryTitle(entry)} `, element("small", {}, entry.by)]),
    ]);
    return [button, entry];
  });
  const body = element("div", { class: "choices" }, buttons.length ? buttons.map(([button]) => button) : t("There is nothing to choose from yet."));
  const dialog = openDialog({ title, subtitle: t("Which entry?"), body, wide: true });
  return new Promise((resolve) => {
    let chosen = null;
    buttons.forEach(([button, entry]) => button.addEventListener("click", () => { chosen = entry; dialog.close(); }));
    dialog.addEventListener("close", () => resolve(chosen ? then(context, { target: chosen.id }) : { saved: false }));
  });
}

/* The parts of the set that this entry belongs to: entered together, measured at one instant. */
export function partsOf(entries, target) {
  const entry = entries.find((one) => one.id === target);
  if (!entry) return [];
  const said = ["medication_details", "intervention_effect"];
  const about = entries.filter((one) => said.includes(one.kind) && one.fields.target === entry.id && !one.struck);
  if (!SET_KINDS.has(entry.kind)) return [entry, ...about];
  return entries.filter((one) => SET_KINDS.has(one.kind) && one.at === entry.at && one.by === entry.by && !one.struck);
}

function corrections(parts, found, moved, stampOf) {
  return parts.map((entry, index) => {
    const changes = Object.fromEntries(found[index].map((one) => [one.field, one.changed()]).filter(([, value]) => value !== undefined));
    const goes = moved && entry.at === parts[0].at; // what was said of it later stays where it was
    return Object.keys(changes).length || goes ? { ...stampOf(entry), ...changes, ...(goes ? { new_at: moved } : {}) } : null;
  }).filter(Boolean);
}

export function correct(context, options) {
  const parts = partsOf(context.entries || [], options.target);
  if (!parts.length) return chooseEntry(context, t("Correct an entry"), correct);
  const found = parts.map((entry) => questions(context, entry));
  const at = when(t("Measured at"), context, { at: Date.parse(parts[0].at) - context.skew_ms });
  const reason = text(t("Reason"), { required: t("A correction needs a reason."), max: 300 });
  function build(recorded_at) {
    const stampOf = (entry) => ({ kind: "corrected", at: recorded_at, recorded_at, target: entry.id, reason: reason.value() });
    const events = corrections(parts, found, at.moved() ? at.value() : null, stampOf);
    return events.length ? events : t("Nothing was changed: change a value or the time, or close.");
  }
  const strikeInstead = element("button", { type: "button", class: "btn" }, t("Entered in error …"));
  const dialog = askAndSave(context, {
    title: t("Correct an entry"), save: t("Save the correction"), label: t("Correction"), wide: true,
    extra: [...parts.map((entry) => fact(context, entry)), strikeInstead],
    asks: [...found.flat().flatMap((one) => one.asks), at, reason], build, words: () => `${entryTitle(parts[0])}: ${reason.value()}`,
  });
  return new Promise((resolve) => {
    strikeInstead.addEventListener("click", () => {
      strikeInstead.closest("dialog").close();
      resolve(strike(context, options));
    });
    dialog.then(resolve);
  });
}

export function strike(context, options) {
  const parts = partsOf(context.entries || [], options.target);
  if (!parts.length) return chooseEntry(context, t("Entered in error"), strike);
  const reason = text(t("Reason"), { required: t("A reason is needed."), max: 300, hint: t("It counts for nothing from now on, struck through, and stays readable.") });
  const which = choice(t("What was entered in error"), [
    ["all", t("The whole set")], ...parts.map((entry) => [entry.id, t("Only {kind}", { kind: kindName(entry.kind).toLowerCase() })]),
  ], { required: t("What was entered in error?") });
  const several = parts.length > 1;
  const chosen = () => parts.filter((entry) => !several || which.value() === "all" || which.value() === entry.id);
  return askAndSave(context, {
    title: t("Entered in error"), save: t("Strike it out"), danger: true, label: t("Entered in error"),
    extra: parts.map((entry) => fact(context, entry)), asks: several ? [which, reason] : [reason],
    build: (recorded_at) => chosen().map((entry) => ({
      kind: "entered_in_error", at: recorded_at, recorded_at, target: entry.id, reason: reason.value(),
    })),
    words: () => `${entryTitle(parts[0])}: ${reason.value()}`,
  });
}
