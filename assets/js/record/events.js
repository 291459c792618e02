/* The bodies that a finished draft is posted as. Pure.
 *
 * Contract: `toEvents(draft, recordedAt)` -> events of the case format, all with the same `at`; only
 * what was keyed, tapped or confirmed is in them. `missing(draft)` -> what is not answered yet, as
 * {field, words, needs_reason}. `problems(draft, limits, typing)` -> sentences that stand against saving;
 * `typing` names a field that is still being keyed.
 */
import { effectName } from "../names.js";
import { FIELDS, boundsWords, complete, numberOf } from "./keys.js";
import { pairProblem } from "./limits.js";
import { FELT, ORDER, numberIn, pair } from "./draft.js";

const { t, word } = window.monitor;

function vitals(draft) {
  const body = {};
  for (const field of [...ORDER, "temperature_c"]) {
    const value = numberIn(draft, field);
    if (value !== null) body[field] = value;
  }
  if (draft.rhythm) body.rhythm = draft.rhythm;
  if (draft.air === "air") body.oxygen_l_min = 0;
  if (draft.air === "oxygen" && numberIn(draft, "oxygen_l_min") !== null) body.oxygen_l_min = numberIn(draft, "oxygen_l_min");
  const reasons = Object.entries(draft.not_measured).map(([field, said]) => [field, said.reason]);
  if (reasons.length) body.not_measured = Object.fromEntries(reasons);
  if (!Object.keys(body).length) return null;
  if (draft.position) body.position = draft.position;
  return body;
}

function consciousness(draft) {
  const body = {};
  for (const name of ["moaas", "acvpu", "rass", "amt4_errors"]) {
    if (draft[name] !== null) body[name] = draft[name];
  }
  return Object.keys(body).length ? body : null;
}

/* What the form knows beyond the values: kept after a question, confirmed unchanged, a reason in words. */
export function remark(draft) {
  const kept = Object.entries(draft.kept).map(([field, value]) => `${FIELDS[field] ? FIELDS[field].name : t("Pulse pressure")} ${value}`);
  const same = Object.entries(draft.grades).filter(([, said]) => said.how === "unchanged")
    .map(([effect, said]) => t("{effect} {grade}", { effect: effectName(effect), grade: word(said.grade) }));
  const why = Object.entries(draft.not_measured).filter(([field, said]) => said.words && field !== "diastolic_mmhg")
    .map(([field, said]) => t("{name} not measured: {why}", { name: field === "systolic_mmhg" ? t("Blood pressure") : FIELDS[field].name, why: said.words }));
  return [
    draft.begun_by ? t("Begun by {name}.", { name: draft.begun_by }) : "",
    kept.length ? t("Kept when asked back: {what}.", { what: kept.join(", ") }) : "",
    same.length ? t("Confirmed unchanged: {what}.", { what: same.join(", ") }) : "",
    why.length ? `${why.join(". ")}.` : "",
  ].filter(Boolean).join(" ");
}

export function toEvents(draft, recordedAt) {
  const at = new Date(draft.at === null ? recordedAt : draft.at).toISOString();
  const stamp = { at, recorded_at: new Date(recordedAt).toISOString() };
  const grades = Object.fromEntries(Object.entries(draft.grades).map(([effect, said]) => [effect, said.grade]));
  const events = [];
  const measured = vitals(draft);
  if (measured) events.push({ kind: "vitals", ...stamp, ...measured });
  if (Object.keys(grades).length) events.push({ kind: "side_effects", ...stamp, grades });
  const awake = consciousness(draft);
  if (awake) events.push({ kind: "consciousness", ...stamp, ...awake });
  if (draft.flags !== null) events.push({ kind: "red_flags", ...stamp, present: draft.flags });
  for (const [target, said] of Object.entries(draft.effects || {})) events.push({ kind: "intervention_effect", ...stamp, target, effect: said.effect });
  const words = remark(draft);
  if (words && events.length) events.push({ kind: "note", ...stamp, text: words });
  return events;
}

/* The last words with those of a set that this tablet has just kept: {field: {value, at}}. */
export function withKept(last, events, skew_ms) {
  const next = { ...last };
  for (const event of events) {
    const at = new Date(Date.parse(event.at) + skew_ms).toISOString();
    const { kind, at: _at, recorded_at: _recorded, not_measured: reasons = {}, grades = {}, present, position: _position, ...values } = event;
    if (kind === "note" || kind === "intervention_effect") continue;
    for (const [field, value] of Object.entries({ ...values, ...grades })) next[field] = { value, at };
    for (const field of Object.keys(reasons)) next[field] = { value: null, at };
    if (present) next.red_flags = { value: present, at };
  }
  return next;
}

export function missing(draft) {
  const gone = [];
  const said = (field) => numberIn(draft, field) !== null || field in draft.not_measured;
  if (!said("systolic_mmhg") || !said("diastolic_mmhg")) gone.push({ field: "systolic_mmhg", words: t("blood pressure"), needs_reason: true });
  if (!said("heart_rate_bpm")) gone.push({ field: "heart_rate_bpm", words: t("heart rate"), needs_reason: true });
  if (!draft.rhythm && !("heart_rate_bpm" in draft.not_measured)) gone.push({ field: "rhythm", words: t("rhythm") });
  if (!said("spo2_percent")) gone.push({ field: "spo2_percent", words: "SpO₂", needs_reason: true });
  if (!draft.air && !("spo2_percent" in draft.not_measured)) gone.push({ field: "air", words: t("air or oxygen") });
  if (draft.air === "oxygen" && numberIn(draft, "oxygen_l_min") === null) gone.push({ field: "oxygen_l_min", words: t("oxygen L/min") });
  if (!said("respiratory_rate_per_min")) gone.push({ field: "respiratory_rate_per_min", words: t("breathing"), needs_reason: true });
  if (draft.moaas === null) gone.push({ field: "moaas", words: t("alertness") });
  const open = FELT.filter((effect) => !draft.grades[effect]);
  if (open.length) gone.push({ field: "felt", count: open.length, words: open.length === 1 ? word(open[0]) : t("{count} side effects", { count: open.length }) });
  if (draft.flags === null) gone.push({ field: "flags", words: t("red flags") });
  return gone;
}

export function problems(draft, limits, typing = null) {
  const found = [];
  for (const field of Object.keys(FIELDS).filter((name) => name !== typing)) {
    const text = draft.text[field];
    if (text && numberOf(text) !== null && !complete(field, text, limits)) {
      found.push(t("{name} {text} is not finished. {bounds}.", { name: FIELDS[field].name, text, bounds: boundsWords(field, limits) }));
    }
  }
  const [systolic, diastolic] = pair(draft);
  const half = (systolic === null) !== (diastolic === null);
  if (half && !["systolic_mmhg", "diastolic_mmhg"].includes(typing)) found.push(t("Blood pressure needs both values."));
  if (!found.length && !typing) {
    const wrong = pairProblem(systolic, diastolic, limits);
    if (wrong) found.push(wrong);
  }
  return found;
}
