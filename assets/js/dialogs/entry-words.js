/* What was entered before, in words with units, for choosing it again. Pure.
 *
 * Contract: `kindName(kind)` -> "Vital signs"; `entryWords(entry)` -> "139/87 mmHg · SpO₂ 96 % on air", ""
 * for what says no more than that it happened; `entryTitle(entry)` -> both, "Arrived" alone;
 * `originWords(entry)` -> who entered it, late or from paper where it was; `signName(field)` -> "SpO₂"; `routeName(route)` -> "IM".
 */
import { effectName, flagName, inSentence, lookUp, names } from "../names.js";

const { t, word } = window.monitor;

const KINDS = {
  vitals: t("Vital signs"), side_effects: t("Side effects"), consciousness: t("Consciousness"), red_flags: t("Red flags"), mobility: t("Walk test"),
  medication: t("Medicine"), infusion_started: t("Infusion started"), infusion_paused: t("Infusion paused"), infusion_resumed: t("Infusion resumed"),
  infusion_ended: t("Infusion stopped"), dose_given: t("Dose given"), attested: t("Attested"), arrived: t("Arrived"), emergency: t("Emergency"), note: t("Note"),
  medication_details: t("How it was given"), intervention: t("Intervention"), intervention_effect: t("Effect"), order: t("Order"),
  order_acknowledged: t("Order acknowledged"), order_done: t("Order done"), order_closed: t("Order closed"), order_cancelled: t("Order cancelled"),
  rating: t("Total of a scale"), misuse_concern: t("Misuse concern"),
};
const SIGNS = [
  ["heart_rate_bpm", t("heart rate"), "/min"], ["rhythm", t("rhythm"), ""], ["spo2_percent", "SpO₂", " %"], ["oxygen_l_min", t("oxygen"), " L/min"],
  ["respiratory_rate_per_min", t("breathing"), "/min"], ["temperature_c", t("temperature"), " °C"], ["moaas", t("alertness"), ""], ["acvpu", "ACVPU", ""],
  ["rass", "RASS", ""], ["amt4_errors", t("AMT4 errors"), ""],
];
const SIGN_NAMES = { systolic_mmhg: t("systolic"), diastolic_mmhg: t("diastolic"), ...Object.fromEntries(SIGNS.map(([field, name]) => [field, name])) };
const ROUTES = { iv: t("IV"), im: t("IM"), intranasal: t("nasal") };
const REASONS = { not_possible: t("no clear signal"), other: t("other reason") };
const BARE = new Set(["position", "gait", "name", "medication_class", "text", "present", "grades", "what", "items", "effect", "scale", "total"]);

export const routeName = (route) => ROUTES[route] || plainWord(route);
export const signName = (field) => SIGN_NAMES[field] || plainWord(field);
export const plainWord = word;
export const kindName = (kind) => KINDS[kind] || plainWord(kind).replace(/^[a-z]/, (letter) => letter.toUpperCase());

export function valueWords(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.length ? value.map(plainWord).join(", ") : t("none");
  if (typeof value === "object") return Object.entries(value).map(([name, said]) => `${plainWord(name)} ${valueWords(said)}`).join(", ");
  if (value === true || value === false) return value ? t("yes") : t("no");
  return plainWord(value);
}

const plainValue = (value) => (typeof value === "number" ? window.monitor.language.number(value) : plainWord(value));

function pressure({ systolic_mmhg: systolic, diastolic_mmhg: diastolic }) {
  if (systolic !== undefined && diastolic !== undefined) return [`${systolic}/${diastolic} mmHg`];
  if (systolic !== undefined) return [`${t("systolic")} ${systolic} mmHg`];
  return diastolic === undefined ? [] : [`${t("diastolic")} ${diastolic} mmHg`];
}

const breathes = (flow) => (flow > 0 ? t("on {flow} L/min", { flow }) : t("on air"));

function signs(fields) {
  const saturation = fields.spo2_percent !== undefined;
  return SIGNS.filter(([field]) => fields[field] !== undefined && !(saturation && field === "oxygen_l_min")).map(([field, name, unit]) => {
    if (field === "oxygen_l_min") return breathes(fields[field]);
    const air = field === "spo2_percent" && fields.oxygen_l_min !== undefined ? ` ${breathes(fields.oxygen_l_min)}` : "";
    return `${name} ${plainValue(fields[field])}${unit}${air}`;
  });
}

export const reasonWords = (reason) => REASONS[reason] || plainWord(reason);

/* One reason for both pressures is said once. */
function notMeasured(reasons = {}) {
  const { systolic_mmhg: systolic, diastolic_mmhg: diastolic, ...rest } = reasons;
  const both = systolic && systolic === diastolic;
  const said = Object.entries(both ? rest : reasons).map(([field, reason]) => [SIGN_NAMES[field] || plainWord(field), reason]);
  return [...(both ? [[t("blood pressure"), systolic]] : []), ...said].map(([name, reason]) => t("{name} not measured: {why}", { name, why: reasonWords(reason) }));
}

function other([name, value]) {
  if (name === "dose_mg") return `${value} mg`;
  if (name === "route") return ROUTES[value] || plainWord(value);
  if (name === "escort") return t("escort {name}, {phone}", { name: value.name, phone: value.phone });
  if (name === "present") return value.length ? value.map(flagName).join(", ") : t("none");
  if (name === "grades") return Object.entries(value).map(([effect, grade]) => `${effectName(effect)} ${word(grade)}`).join(", ");
  if (name === "what") return inSentence(lookUp(names.emergencies, value));
  return BARE.has(name) ? valueWords(value) : `${plainWord(name)}: ${valueWords(value)}`;
}

export function entryWords({ fields }) {
  const { not_measured: reasons, ...said } = fields;
  const rest = Object.entries(said).filter(([name]) => !(name in SIGN_NAMES) && name !== "target");
  return [...pressure(fields), ...signs(fields), ...notMeasured(reasons), ...rest.map(other)].join(" · ");
}

export function entryTitle(entry) {
  const words = entryWords(entry);
  return words ? `${kindName(entry.kind)}: ${words}` : kindName(entry.kind);
}

export function originWords({ by, late, from_paper: measured }) {
  if (measured) return t("{name}, late, from paper, measured by {who}", { name: by, who: measured });
  return late ? t("{name}, late", { name: by }) : by;
}
