/* What is given and done besides the dose of the session: a medicine, another intervention, its effect.
 *
 * Contract: as actions.js. The list of medicines is the clinic's (`context.medicines`): a tap writes the
 * name, its class and its usual route and unit into the questions, and a name of the list that is typed chooses its class; it
 * advises nothing and knows no dose.
 * What is entered here is asked about at the next set, also while this tablet has no network.
 */
import { choice, number, text, when } from "./ask.js";
import { askAndSave } from "./form.js";
import { classAfter, recordedName } from "./medicine-names.js";
import { keepEntry } from "../record/store.js";
import { stamp } from "./actions.js";
import { effectAnswers, treatmentName } from "./treatment-words.js";
import { element } from "./frame.js";

const { t } = window.monitor;

export const CLASSES = () => [
  ["premedication", t("Premedication")], ["antihypertensive", t("Antihypertensive")], ["benzodiazepine", t("Benzodiazepine")],
  ["antiemetic", t("Antiemetic")], ["sedating_antiemetic", t("Sedating antiemetic")], ["reversal", t("Reversal agent")], ["other", t("Other")],
];
export const ROUTES = () => [
  ["oral", t("oral")], ["iv", "IV"], ["im", "IM"], ["subcutaneous", t("subcutaneous")], ["sublingual", t("sublingual")],
  ["intranasal", t("nasal")], ["inhaled", t("inhaled")], ["topical", t("on the skin")], ["other", t("another route")],
];
export const UNITS = () => [["mg", "mg"], ["microgram", t("microgram")], ["g", "g"], ["mL", "mL"], ["unit", t("unit")], ["puff", t("puff")]];
export const WHAT = () => [
  ["oxygen", t("Oxygen")], ["fluids", t("Fluids")], ["position", t("Position")], ["reassurance", t("Reassurance")],
  ["quiet_room", t("Quiet, dimmed room")], ["glucose", t("Glucose")], ["airway", t("Airway opened")], ["other", t("Something else")],
];
const IN_MG = { mg: 1, microgram: 0.001, g: 1000 };

function orderedBy(context) {
  const names = (context.physicians || []).map((name) => [name, name]);
  const ask = choice(t("Ordered by"), [...names, [t("standing order"), t("standing order")]]);
  return { ask, body: () => (ask.value() ? { ordered_by: ask.value() } : {}) };
}

/* So that it is asked about at the next set even before the server has it: by the form, where it stands open, at once. */
async function askLater(context, result, treatment) {
  if (!result.saved) return result;
  const { skew_ms: skew, ...entry } = context;
  const at = new Date(Date.parse(treatment.at) + skew).toISOString(); // by the server's clock, as all that is kept
  await keepEntry({ ...entry, treatments: [...(entry.treatments || []), { ...treatment, at }] }, skew).catch(() => {});
  if (window.monitor.record) window.monitor.record.refresh();
  return result;
}

/* Chosen or not, as asked for: a tap on what is chosen takes it back. */
function press(ask, value, wanted = true) {
  const button = ask.node.querySelector(`[data-value="${value}"]`);
  if (button && (ask.value() === value) !== wanted) button.click();
}

/* The class goes with the typed name; `named(byName)` says that a name was chosen otherwise. */
export function classFollows(known, name, kind, byName = null) {
  let brought = byName;
  name.node.querySelector("input").addEventListener("input", () => {
    const before = kind.value(), after = classAfter(known, name.value(), before, brought);
    brought = after.byName;
    if (after.chosen) press(kind, after.chosen);
    else if (before) press(kind, before, false);
  });
  /* A tap on the class that the name has brought says yes to it; only what a hand has chosen is taken back by a tap. */
  kind.node.addEventListener("click", (tap) => {
    const button = tap.target.closest("[data-value]");
    if (!tap.isTrusted || !brought || !button || button.dataset.value !== brought || kind.value() !== brought) return;
    tap.stopPropagation();
    brought = null;
  }, true);
  return (named) => { brought = named; };
}

/* What the patient must not have, above the question of what was given; a copy kept before it was told says nothing. */
function allergiesOf({ patient }) {
  if (patient.allergies === undefined) return [];
  const words = patient.allergies || t("none recorded");
  const tone = patient.allergies ? "dialog__allergies is-some" : "dialog__allergies";
  return [element("p", { class: tone }, t("Allergies: {allergies}", { allergies: words }))];
}

export async function medication(context) {
  const id = window.monitor.outbox.newKey();
  const name = text(t("Medicine"), { required: t("Which medicine?"), max: 80 });
  const amount = number(t("Dose (optional)"), { hint: t("in mg, unless another unit is chosen"), limit: { hard: [0, null] } });
  const kind = choice(t("Class"), CLASSES(), { required: t("Which class? The discharge rules look at it.") });
  const unit = choice(t("Unit, where it is not mg"), UNITS());
  const route = choice(t("Route"), ROUTES());
  const by = orderedBy(context);
  const at = when(t("Given at"), context);
  const known = context.medicines || [];
  const called = window.monitor.language.medicine;
  /* What was typed or tapped, as the clinic's list has it: one medicine has one name in the record. */
  const recorded = () => recordedName(known, name.value());
  const named = classFollows(known, name, kind);
  function take(chosen) {
    const medicine = known.find((one) => one.name === chosen);
    if (!medicine) return;
    name.node.querySelector("input").value = called(medicine.name);
    press(kind, medicine.medication_class);
    named(medicine.medication_class);
    press(route, medicine.route);
    if (medicine.unit !== "mg") press(unit, medicine.unit);
  }
  const list = choice(t("The clinic’s list"), known.map((one) => [one.name, called(one.name)]), { onChange: take });
  const inMg = () => (amount.value() === null ? null : amount.value() * (IN_MG[unit.value() || "mg"] || 0) || null);
  function details() {
    const said = { ...(route.value() ? { route: route.value() } : {}), ...by.body() };
    const own = unit.value() && unit.value() !== "mg" && amount.value() !== null;
    return own ? { ...said, amount: amount.value(), unit: unit.value() } : said;
  }
  function build(recorded_at) {
    if (amount.value() === 0) return t("A dose of 0 mg cannot be: leave it empty if it is not known.");
    const moment = stamp(at, recorded_at);
    const body = { kind: "medication", id, ...moment, name: recorded(), medication_class: kind.value() };
    if (inMg() !== null) body.dose_mg = inMg();
    const more = details();
    return Object.keys(more).length ? [body, { kind: "medication_details", ...moment, target: id, ...more }] : [body];
  }
  const words = () => `${name.value()}${amount.value() ? ` ${amount.value()} ${unit.value() || "mg"}` : ""}`;
  const asks = [...(known.length ? [list] : []), name, amount, unit, kind, route, by.ask, at];
  const result = await askAndSave(context, { title: t("Medicine given"), save: t("Save"), label: t("Medicine"), extra: allergiesOf(context), asks, build, words, wide: true });
  return askLater(context, result, {
    id, kind: "medication", at: at.value(), name: recorded(), dose_mg: inMg(), amount: amount.value(), unit: unit.value(),
    route: route.value(), ordered_by: by.ask.value() || "", effect: null,
  });
}

export async function intervention(context) {
  const id = window.monitor.outbox.newKey();
  const what = choice(t("What was done"), WHAT(), { required: t("What was done?") });
  const words = text(t("In words"), { max: 200, hint: t("How much, how long, which position …") });
  const by = orderedBy(context);
  const at = when(t("When"), context);
  function build(recorded_at) {
    if (what.value() === "other" && !words.value()) return t("Say in words what was done.");
    const body = { kind: "intervention", id, ...stamp(at, recorded_at), what: what.value(), ...by.body() };
    return [words.value() ? { ...body, text: words.value() } : body];
  }
  const said = () => (what.value() === "other" ? words.value() : treatmentName({ kind: "intervention", name: what.value() }));
  const result = await askAndSave(context, {
    title: t("Intervention"), label: t("Intervention"), asks: [what, words, by.ask, at], build, words: said, wide: true,
  });
  return askLater(context, result, {
    id, kind: "intervention", at: at.value(), name: what.value() === "other" ? words.value() : what.value() || "", dose_mg: null, amount: null,
    unit: null, route: null, ordered_by: by.ask.value() || "", effect: null,
  });
}

/* What came of it, outside an observation set. */
export function effect(context, { target }) {
  const treatment = (context.treatments || []).find((one) => one.id === target);
  const name = treatment ? treatmentName(treatment) : "";
  const answer = choice(t("Effect"), effectAnswers(), { required: t("Which effect?") });
  const words = text(t("Note"), { max: 200 });
  const at = when(t("Seen at"), context);
  return askAndSave(context, {
    title: t("Effect"), label: t("Effect"), asks: [answer, words, at], words: () => `${name}: ${answer.value()}`,
    extra: [element("div", { class: "fact" }, [element("strong", {}, name)])],
    build: (recorded_at) => {
      const body = { kind: "intervention_effect", ...stamp(at, recorded_at), target, effect: answer.value() };
      return [words.value() ? { ...body, note: words.value() } : body];
    },
  });
}
