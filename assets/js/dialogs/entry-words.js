/* What was entered before, in words with units, for choosing it again. Pure.
 *
 * Contract: `kindName(kind)` -> "Vital signs"; `entryWords(entry)` -> "139/87 mmHg · SpO₂ 96 % on air", ""
 * for what says no more than that it happened; `entryTitle(entry)` -> both, "Arrived" alone;
 * `signName(field)` -> "SpO₂"; `routeName(route)` -> "IM".
 */
const KINDS = {
  vitals: "Vital signs", side_effects: "Side effects", consciousness: "Consciousness", red_flags: "Red flags", mobility: "Walk test",
  medication: "Medicine", infusion_started: "Infusion started", infusion_paused: "Infusion paused", infusion_resumed: "Infusion resumed",
  infusion_ended: "Infusion stopped", dose_given: "Dose given", attested: "Attested", arrived: "Arrived", emergency: "Emergency", note: "Note",
  medication_details: "How it was given", intervention: "Intervention", intervention_effect: "Effect", order: "Order",
  order_acknowledged: "Order acknowledged", order_done: "Order done", order_closed: "Order closed", order_cancelled: "Order cancelled",
};
const SIGNS = [
  ["heart_rate_bpm", "heart rate", "/min"], ["rhythm", "rhythm", ""], ["spo2_percent", "SpO₂", " %"], ["oxygen_l_min", "oxygen", " L/min"],
  ["respiratory_rate_per_min", "breathing", "/min"], ["temperature_c", "temperature", " °C"], ["moaas", "alertness", ""], ["acvpu", "ACVPU", ""],
  ["rass", "RASS", ""], ["amt4_errors", "AMT4", " wrong"],
];
const SIGN_NAMES = { systolic_mmhg: "systolic", diastolic_mmhg: "diastolic", ...Object.fromEntries(SIGNS.map(([field, name]) => [field, name])) };
const ROUTES = { iv: "IV", im: "IM", intranasal: "nasal" };
const REASONS = { not_possible: "no clear signal", other: "other reason" };
const BARE = new Set(["position", "gait", "name", "medication_class", "text", "present", "grades", "what", "items", "effect"]);

export const routeName = (route) => ROUTES[route] || plainWord(route);
export const signName = (field) => SIGN_NAMES[field] || plainWord(field);
export const plainWord = (word) => String(word).replaceAll("_", " ");
export const kindName = (kind) => KINDS[kind] || plainWord(kind).replace(/^[a-z]/, (letter) => letter.toUpperCase());

export function valueWords(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.length ? value.map(plainWord).join(", ") : "none";
  if (typeof value === "object") return Object.entries(value).map(([name, said]) => `${plainWord(name)} ${valueWords(said)}`).join(", ");
  if (value === true || value === false) return value ? "yes" : "no";
  return plainWord(value);
}

function pressure({ systolic_mmhg: systolic, diastolic_mmhg: diastolic }) {
  if (systolic !== undefined && diastolic !== undefined) return [`${systolic}/${diastolic} mmHg`];
  if (systolic !== undefined) return [`systolic ${systolic} mmHg`];
  return diastolic === undefined ? [] : [`diastolic ${diastolic} mmHg`];
}

const breathes = (flow) => (flow > 0 ? `on ${flow} L/min` : "on air");

function signs(fields) {
  const saturation = fields.spo2_percent !== undefined;
  return SIGNS.filter(([field]) => fields[field] !== undefined && !(saturation && field === "oxygen_l_min")).map(([field, name, unit]) => {
    if (field === "oxygen_l_min") return breathes(fields[field]);
    const air = field === "spo2_percent" && fields.oxygen_l_min !== undefined ? ` ${breathes(fields.oxygen_l_min)}` : "";
    return `${name} ${fields[field]}${unit}${air}`;
  });
}

/* One reason for both pressures is said once. */
function notMeasured(reasons = {}) {
  const { systolic_mmhg: systolic, diastolic_mmhg: diastolic, ...rest } = reasons;
  const both = systolic && systolic === diastolic;
  const said = Object.entries(both ? rest : reasons).map(([field, reason]) => [SIGN_NAMES[field] || plainWord(field), reason]);
  return [...(both ? [["blood pressure", systolic]] : []), ...said].map(([name, reason]) => `${name} not measured: ${REASONS[reason] || plainWord(reason)}`);
}

function other([name, value]) {
  if (name === "dose_mg") return `${value} mg`;
  if (name === "route") return ROUTES[value] || plainWord(value);
  if (name === "escort") return `escort ${value.name}, ${value.phone}`;
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
