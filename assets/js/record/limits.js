/* Judges a typed value by the limits that the server sent as data. Pure; holds no number itself.
 *
 * Contract: `pairProblem(sbp, dbp, limits)` -> sentence or ""; `doubt(field, value, all, limits)` ->
 * null or {field, value, usual: [low, high], why, probe, apnoea}; `urgentIn(values, urgent)` -> list
 * of words, one for each value that a single reading makes urgent in this protocol.
 */
import { effectName, flagName } from "../names.js";
import { FIELDS, boundsOf } from "./keys.js";

const { t, word } = window.monitor;

export function pairProblem(systolic, diastolic, limits) {
  if (systolic === null || diastolic === null) return "";
  const [least, most] = boundsOf(limits.pulse_pressure_mmhg);
  const pulse = systolic - diastolic;
  if (pulse >= least && pulse <= most) return "";
  return t("{systolic}/{diastolic} cannot be: systolic is at least {least} above diastolic.", { systolic, diastolic, least });
}

const isNumber = (bound) => typeof bound === "number";

function outside(value, limit) {
  if (!limit || !limit.soft) return false;
  const [low, high] = limit.soft;
  return (low !== null && value < low) || (high !== null && value > high);
}

export function doubt(field, value, pair, limits) {
  const limit = limits[field];
  if (field === "oxygen_l_min") return null; // that it is given was tapped, not mistyped
  if (limit && outside(value, limit)) {
    return {
      field, value, name: FIELDS[field].name, usual: limit.soft,
      probe: isNumber(limit.probe_below) && value < limit.probe_below,
      apnoea: isNumber(limit.apnoea_at_most) && value <= limit.apnoea_at_most,
    };
  }
  const pressure = field === "systolic_mmhg" || field === "diastolic_mmhg";
  const [systolic, diastolic] = pair;
  if (!pressure || systolic === null || diastolic === null) return null;
  const pulse = systolic - diastolic;
  if (!outside(pulse, limits.pulse_pressure_mmhg)) return null;
  return {
    field: "pulse_pressure_mmhg", value: `${systolic}/${diastolic}`, name: t("Pulse pressure {pulse}", { pulse }),
    usual: limits.pulse_pressure_mmhg.soft, pulse,
  };
}

const NAMES = { moaas: t("alertness"), acvpu: "ACVPU", rass: "RASS" };

function beyond(value, rule) {
  if (rule.one_of) return rule.one_of.includes(value);
  const number = Number(value);
  return (isNumber(rule.at_least) && number >= rule.at_least) || (isNumber(rule.at_most) && number <= rule.at_most);
}

export function urgentIn(values, grades, flags, urgent) {
  if (!urgent) return [];
  const words = [];
  for (const [field, value] of Object.entries(values)) {
    const rule = urgent[field];
    if (value === null || value === undefined || !rule) continue;
    const name = FIELDS[field] ? FIELDS[field].short : NAMES[field] || field;
    if (beyond(value, rule)) words.push(`${name} ${value}`);
  }
  for (const [effect, grade] of Object.entries(grades)) {
    if (urgent.grades && urgent.grades[effect] === grade) words.push(t("{effect} {grade}", { effect: effectName(effect), grade: word(grade) }));
  }
  if (urgent.red_flags && flags && flags.length) words.push(flags.map(flagName).join(", "));
  return words;
}

/* The grade read from rhythm or pressure, by the bands that the server sent; null: not assessed. */
export function derived(effect, draft, bands) {
  if (!bands) return null;
  if (effect === "irregular_heart_rate") {
    return (bands.irregular_heart_rate && bands.irregular_heart_rate[draft.rhythm]) || null;
  }
  if (draft.systolic === null || draft.diastolic === null || !bands.high_blood_pressure) return null;
  let grade = "none";
  for (const band of bands.high_blood_pressure) {
    if (draft.systolic >= band.systolic_mmhg || draft.diastolic >= band.diastolic_mmhg) grade = band.grade;
  }
  return grade;
}
