/* What of an entry can be corrected: a question for each field its kind may have, entered or not.
 *
 * Contract: `questionsOf(context, entry)` -> {said: [...], unsaid: [...]}, the fields that were entered
 * and those that were not. A question is {asks, change()}: `asks` are questions of ask.js, `change()`
 * the part of a correction's body that it stands for ({} where nothing was changed), such as
 * {heart_rate_bpm: 72}, {not_measured: {heart_rate_bpm: "refused"}} or {grades: {nausea: "mild"}}.
 * Lists of what may be answered come from the server, with the document or the session.
 */
import { effects, lookUp, names } from "../names.js";
import { DOSE_ROUTES, GRADES } from "./answers.js";
import { choice, number, orNotMeasured, text } from "./ask.js";
import { plainWord, reasonWords, valueWords } from "./entry-words.js";
import { RATED } from "./outcomes.js";
import { effectAnswers } from "./treatment-words.js";
import { listed, recordedName } from "./medicine-names.js";
import { CLASSES, ROUTES, UNITS, WHAT, classFollows } from "./treatments.js";

const { t } = window.monitor;

const NUMBERS = {
  systolic_mmhg: t("Systolic, mmHg"), diastolic_mmhg: t("Diastolic, mmHg"), heart_rate_bpm: t("Heart rate, /min"), spo2_percent: "SpO₂, %",
  respiratory_rate_per_min: t("Breathing, /min"), oxygen_l_min: t("Oxygen, L/min"), temperature_c: t("Temperature, °C"), dose_mg: t("Dose, mg"),
  amount: t("Amount"), total: t("Total"), moaas: t("Alertness, MOAA/S"), rass: "RASS", amt4_errors: t("AMT4 errors"),
};
const WHOLE = new Set(["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min", "moaas", "rass", "amt4_errors", "total"]);
const worded = (words) => words.map((word) => [word, plainWord(word)]);
const YES_NO = [[true, t("Yes")], [false, t("No")]];
const CHOICES = {
  rhythm: [t("Rhythm"), worded(["regular", "irregular"])], position: [t("Position"), worded(["seated", "supine", "standing"])],
  gait: [t("Gait"), worded(["steady", "assisted", "unable"])], acvpu: ["ACVPU", worded(["A", "C", "V", "P", "U"])],
  suicide_safety: [t("Suicide safety"), worded(["no_concern", "concern"])], instructions_given: [t("Instructions given"), YES_NO],
  line_removed: [t("Line removed"), YES_NO],
};
/* Lists that are told in the reader's language are asked for when the dialog opens. */
const LISTS = {
  medication_class: () => [t("Class"), CLASSES()], unit: () => [t("Unit"), UNITS()], effect: () => [t("Effect"), effectAnswers()], scale: () => [t("Scale"), RATED()],
  route: (kind) => [t("Route"), kind === "dose_given" ? DOSE_ROUTES() : ROUTES()],
  what: (kind) => [t("What happened"), kind === "emergency" ? Object.entries(names.emergencies) : WHAT()],
};
const TEXTS = { name: t("Medicine"), text: t("In words"), ordered_by: t("Ordered by"), note: t("Note") };
const GRADE_ANSWERS = worded(GRADES);
const SIGNS = ["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "rhythm", "spo2_percent", "oxygen_l_min", "respiratory_rate_per_min", "temperature_c"];
/* The fields of each kind in the order in which they are read off and asked. */
const FIELDS = {
  vitals: [...SIGNS, "position"], side_effects: ["grades"], consciousness: ["moaas", "acvpu", "rass", "amt4_errors"], red_flags: ["present"],
  mobility: ["gait"], medication: ["name", "dose_mg", "medication_class"], infusion_started: ["dose_mg"], dose_given: ["dose_mg", "route"],
  attested: ["escort", "instructions_given", "line_removed", "suicide_safety"], emergency: ["what"], scale: ["items"], note: ["text"],
  medication_details: ["amount", "unit", "route", "ordered_by"], intervention: ["what", "text", "ordered_by"], intervention_effect: ["effect", "note"],
  rating: ["scale", "total"], misuse_concern: ["text"],
};
const MEASURABLE = new Set(SIGNS);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const was = (name, value, reason) => {
  if (reason) return t("{name} (was not measured: {why})", { name, why: reasonWords(reason) });
  return value === undefined ? t("{name} (not entered)", { name }) : t("{name} (was {value})", { name, value: valueWords(value) });
};

/* Measured, not measured with a reason, or as it was; the two pressures are one measurement. */
function measurable(field, ask, value, reason) {
  const either = orNotMeasured(ask, reason || null);
  function change() {
    const said = either.value();
    if (said.reason) return said.reason === reason ? {} : { not_measured: { [field]: said.reason } };
    return said.value === null || same(said.value, value) ? {} : { [field]: said.value };
  }
  return { field, asks: [either], change };
}

function simple(field, ask, value) {
  return { field, asks: [ask], change: () => (ask.value() === null || ask.value() === "" || same(ask.value(), value) ? {} : { [field]: ask.value() }) };
}

function numberQuestion(context, field, value, reason) {
  const limit = context.limits[field] || null;
  const gone = MEASURABLE.has(field) ? t("It cannot be empty: if it was not measured, say why beside it.") : t("It cannot be empty.");
  const ask = number(was(NUMBERS[field], value, reason), { limit, value: value ?? "", whole: WHOLE.has(field), required: value === undefined ? "" : gone });
  return MEASURABLE.has(field) ? measurable(field, ask, value, reason) : simple(field, ask, value);
}

function choiceQuestion(kind, field, value, reason) {
  const [name, options] = LISTS[field] ? LISTS[field](kind) : CHOICES[field];
  const ask = choice(was(name, value, reason), options, { value: value ?? null, required: value === undefined ? "" : t("{name}: which?", { name }) });
  return MEASURABLE.has(field) ? measurable(field, ask, value, reason) : simple(field, ask, value);
}

function textQuestion(field, value) {
  const long = field === "text" || field === "note";
  const required = value === undefined ? "" : t("It cannot be empty.");
  return simple(field, text(was(TEXTS[field], value), { value: value || "", required, long, max: 1000 }), value);
}

/* Shown as the reader calls it, recorded as the clinic's list has it. */
function medicineQuestion(known, value) {
  const shown = window.monitor.language.medicine(value);
  const ask = text(was(TEXTS.name, shown), { value: shown, required: t("It cannot be empty."), max: 80 });
  const now = () => recordedName(known, ask.value());
  return { field: "name", asks: [ask], change: () => (ask.value() === shown || now() === value ? {} : { name: now() }) };
}

/* The same rule as where a medicine is entered: the class goes with the name, unless it had been chosen otherwise. */
function joinClass(known, found, fields) {
  const [name, kind] = ["name", "medication_class"].map((field) => found.find(([, question]) => question.field === field)[1].asks[0]);
  const before = listed(known, fields.name);
  classFollows(known, name, kind, before && before.medication_class === fields.medication_class ? fields.medication_class : null);
}

function flagsQuestion(value) {
  const ask = choice(t("{name} (was {value})", { name: t("Red flags"), value: value.length ? value.map((flag) => lookUp(names.red_flags, flag)).join(", ") : t("none") }), Object.entries(names.red_flags), { many: true, value });
  const changed = () => !same([...ask.value()].sort(), [...value].sort());
  return { field: "present", asks: [ask], change: () => (changed() ? { present: ask.value() } : {}) };
}

function escortQuestion(value) {
  const name = text(was(t("Responsible adult"), value ? value.name : undefined), { value: value ? value.name : "", required: value ? t("The name is needed.") : "" });
  const phone = text(was(t("Telephone"), value ? value.phone : undefined), { value: value ? value.phone : "", mode: "tel", required: value ? t("The telephone number is needed.") : "" });
  const both = { ...phone, problem: () => phone.problem() || (!name.value() === !phone.value() ? "" : t("An escort needs a name and a telephone number.")) };
  const now = () => ({ name: name.value(), phone: phone.value() });
  return { field: "escort", asks: [name, both], change: () => (!name.value() || same(now(), value || null) ? {} : { escort: now() }) };
}

/* One key of a table, which a correction replaces key by key. */
function keyed(table, key, ask, value) {
  return { field: table, asks: [ask], change: () => (ask.value() === null || ask.value() === value ? {} : { [table]: { [key]: ask.value() } }) };
}

function gradeQuestions(grades) {
  return Object.entries(effects).map(([effect, name]) => {
    const ask = choice(was(name, grades[effect]), GRADE_ANSWERS, { value: grades[effect] ?? null, required: effect in grades ? t("{effect}: which grade?", { effect: name }) : "" });
    return [effect in grades, keyed("grades", effect, ask, grades[effect])];
  });
}

function itemQuestions(context, fields) {
  const form = (context.scales || []).find((one) => one.name === fields.name);
  if (!form) return [];
  return form.items.map((item) => {
    const value = fields.items[item.id];
    const ask = choice(was(item.label, value), item.answers.map(({ score, words }) => [score, String(score), words]), { value: value ?? null, required: value === undefined ? "" : t("{name}: which?", { name: item.label }) });
    return [value !== undefined, keyed("items", item.id, ask, value)];
  });
}

function fieldQuestions(context, { kind, fields }, field) {
  const value = fields[field];
  const reason = (fields.not_measured || {})[field];
  const entered = value !== undefined || reason !== undefined;
  if (field === "grades") return gradeQuestions(value || {});
  if (field === "items") return itemQuestions(context, fields);
  if (field === "present") return [[true, flagsQuestion(value)]];
  if (field === "escort") return [[entered, escortQuestion(value)]];
  if (field === "name") return [[entered, medicineQuestion(context.medicines || [], value)]];
  if (TEXTS[field]) return [[entered, textQuestion(field, value)]];
  return [[entered, NUMBERS[field] ? numberQuestion(context, field, value, reason) : choiceQuestion(kind, field, value, reason)]];
}

export function questionsOf(context, entry) {
  const found = (FIELDS[entry.kind] || []).flatMap((field) => fieldQuestions(context, entry, field));
  if (entry.kind === "medication") joinClass(context.medicines || [], found, entry.fields);
  const only = (entered) => found.filter(([is]) => is === entered).map(([, question]) => question);
  return { said: only(true), unsaid: only(false) };
}

/* All changes of one entry as one body: tables are joined key by key. */
export function changesOf(questions) {
  const changes = {};
  for (const [field, value] of questions.flatMap((question) => Object.entries(question.change()))) {
    const isTable = ["not_measured", "grades", "items"].includes(field);
    changes[field] = isTable ? { ...changes[field], ...value } : value;
  }
  return changes;
}

/* A cuff gives both pressures or neither; says so before the server does. */
export function pressureProblem(entry, changes) {
  const has = (field) => {
    if (field in changes) return true;
    return field in entry.fields && !(field in (changes.not_measured || {}));
  };
  return has("systolic_mmhg") === has("diastolic_mmhg") ? "" : t("Systolic and diastolic belong together: give both, or say why neither was measured.");
}
