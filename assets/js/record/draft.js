/* A half-typed observation set, and what each tap does to it. Pure: every act returns a new draft.
 *
 * Contract: `newDraft(session, person, patient, key)`; the acts below take a draft and give one.
 * Nothing is ever filled in by itself: a value is there because a key was pressed, a grade because
 * it was tapped, or because *Unchanged* or *All none* was (`how` says which). The draft is plain
 * data, so it goes into IndexedDB as it is.
 */
import { names } from "../names.js";

const { t } = window.monitor;

export const ORDER = ["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min"];
export const FELT = Object.keys(names.asked_always);
export const READ_FROM_SIGNS = Object.keys(names.read_from_signs);
export const OTHERS = Object.keys(names.asked_if_felt);
export const PRESSURE = ["systolic_mmhg", "diastolic_mmhg"];

export function newDraft(session, person, patient, key) {
  return {
    id: `${session}|${person.id}`,
    key, session, person, patient,
    at: null,                 // the instant measured; null follows the clock until the first entry
    touched_at: null,
    text: {},                 // what was keyed, by field
    kept: {},                 // unlikely values that were asked back and kept
    not_measured: {},         // field -> {reason, words}
    rhythm: null, air: null, moaas: null, acvpu: null, rass: null, amt4_errors: null, position: null,
    effects: {},              // treatment -> {effect, words}: what came of it, where somebody said
    grades: {},               // effect -> {grade, how: "tapped" | "unchanged" | "all_none"}
    flags: null,              // null: not asked; [] asked and none
    active: ORDER[0],
    counting: false,          // breathing typed as breaths in 30 s
    begun_by: null,           // who began it, when somebody else went on after the lock
  };
}

export const isEmpty = (draft) => draft.touched_at === null;

/* The half-typed set goes on with another person, who confirmed the patient. */
export function rebind(draft, person) {
  return { ...draft, id: `${draft.session}|${person.id}`, person, begun_by: draft.begun_by || draft.person.name };
}

function touched(draft, now) {
  return { ...draft, at: draft.at === null ? now : draft.at, touched_at: now };
}

export function numberIn(draft, field) {
  const text = draft.text[field];
  if (text === undefined || text === "" || text === ".") return null;
  return Number(text);
}

export function pair(draft) {
  return [numberIn(draft, "systolic_mmhg"), numberIn(draft, "diastolic_mmhg")];
}

function without(table, names) {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)));
}

export function setText(draft, field, text, now) {
  const freed = PRESSURE.includes(field) ? PRESSURE : [field];
  return touched({
    ...draft,
    text: { ...draft.text, [field]: text },
    not_measured: without(draft.not_measured, freed),
    kept: without(draft.kept, [field, ...(PRESSURE.includes(field) ? ["pulse_pressure_mmhg"] : [])]),
  }, now);
}

export function keep(draft, field, value) {
  return { ...draft, kept: { ...draft.kept, [field]: value } };
}

export function setNotMeasured(draft, field, reason, words, now) {
  const fields = PRESSURE.includes(field) ? PRESSURE : [field];
  const said = Object.fromEntries(fields.map((name) => [name, { reason, words }]));
  return touched({
    ...draft,
    text: without(draft.text, fields),
    kept: without(draft.kept, [...fields, "pulse_pressure_mmhg"]),
    not_measured: { ...draft.not_measured, ...said },
    counting: fields.includes("respiratory_rate_per_min") ? false : draft.counting,
  }, now);
}

export function answered(draft, field) {
  return numberIn(draft, field) !== null || field in draft.not_measured;
}

/* The next field of the cuff's order that still waits, after this one; null when all are keyed. */
export function following(draft, field) {
  const start = field === "oxygen_l_min" ? ORDER.indexOf("spo2_percent") : ORDER.indexOf(field) + 1;
  const ring = [...ORDER.slice(start), ...ORDER.slice(0, start)].filter((name) => name !== field);
  return ring.find((name) => !answered(draft, name)) || null;
}

export const activate = (draft, field) => ({ ...draft, active: field });

/* One answer of several; the same tap again takes it back. */
export function choose(draft, name, value, now) {
  return touched({ ...draft, [name]: draft[name] === value ? null : value }, now);
}

/* What came of a medicine or another intervention; the same tap again takes it back. */
export function setEffect(draft, { target, value, words }, now) {
  const effects = draft.effects || {};
  const before = effects[target];
  const next = before && before.effect === value ? without(effects, [target]) : { ...effects, [target]: { effect: value, words } };
  return touched({ ...draft, effects: next }, now);
}

export function setAir(draft, air, now) {
  const text = air === "oxygen" ? draft.text : without(draft.text, ["oxygen_l_min"]);
  return touched({ ...draft, air, text }, now);
}

export function setGrade(draft, effect, grade, now) {
  const before = draft.grades[effect];
  if (before && before.grade === grade && before.how === "tapped") {
    return touched({ ...draft, grades: without(draft.grades, [effect]) }, now);
  }
  return touched({ ...draft, grades: { ...draft.grades, [effect]: { grade, how: "tapped" } } }, now);
}

function fillGrades(draft, grades, how, now) {
  const tapped = Object.fromEntries(Object.entries(draft.grades).filter(([, said]) => said.how === "tapped"));
  const filled = Object.fromEntries(Object.entries(grades).map(([effect, grade]) => [effect, { grade, how }]));
  return touched({ ...draft, grades: { ...filled, ...tapped } }, now);
}

export function allNone(draft, now) {
  return fillGrades(draft, Object.fromEntries(FELT.map((effect) => [effect, "none"])), "all_none", now);
}

/* The grades young enough to be confirmed unchanged: {effect: grade}. */
export function confirmable(last, now, minutes) {
  const oldest = now - minutes * 60000;
  const said = [...FELT, ...OTHERS]
    .filter((effect) => last[effect] && last[effect].value && Date.parse(last[effect].at) >= oldest)
    .map((effect) => [effect, last[effect].value]);
  return Object.fromEntries(said);
}

/* `serverNow` is the server's clock, which the last grades were stamped by. */
export function unchanged(draft, last, now, minutes, serverNow) {
  return fillGrades(draft, confirmable(last, serverNow, minutes), "unchanged", now);
}

export function toggleFlag(draft, flag, now) {
  const flags = draft.flags || [];
  const next = flags.includes(flag) ? flags.filter((name) => name !== flag) : [...flags, flag];
  return touched({ ...draft, flags: next.length ? next : null }, now);
}

export function setFlags(draft, flags, now) {
  return touched({ ...draft, flags }, now);
}

/* Move the instant measured; refused outside what the server allows. */
export function nudgeTime(draft, minutes, now, rule) {
  const from = draft.at === null ? now : draft.at;
  const at = from + minutes * 60000;
  if (at > now + rule.future_minutes * 60000) {
    return { draft, refused: t("Not measured yet: at most {future_minutes} min ahead of the clock.", { future_minutes: rule.future_minutes }) };
  }
  if (at < now - rule.past_hours * 3600000) {
    return { draft, refused: t("Too long ago: at most {past_hours} h back.", { past_hours: rule.past_hours }) };
  }
  return { draft: { ...draft, at, touched_at: now }, refused: "" };
}

export const timeNow = (draft, now) => ({ ...draft, at: isEmpty(draft) ? null : now });
