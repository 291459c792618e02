/* The columns of a copied sheet and what they say. Pure, but for the words.
 *
 * Contract: `COLUMNS` of a set, `MORE` behind its button, `KINDS` of other lines, each field {id, head, name, size, options?};
 * `setEvents(values)` and `lineEvents(kind, values, known)` -> bodies as in a case file, without instant and id. What is left empty
 * is left out, never none. A number that is none is sent as it was written: the server names the bounds.
 */
import { names } from "../names.js";
import { DOSE_ROUTES, GRADES } from "../dialogs/answers.js";
import { recordedName } from "../dialogs/medicine-names.js";
import { CLASSES, ROUTES, UNITS } from "../dialogs/treatments.js";

const { t, tc, word } = window.monitor;

const number = (id, head, name, size = 3) => ({ id, head, name, size, digits: true });
const REASONS = () => ["refused", "asleep", "equipment", "not_possible", "other"].map((reason) => [reason, word(reason)]);
const grade = ([effect, name]) => ({ id: `grade_${effect}`, head: name, name: t("{effect}, 0 to 3", { effect: name }), size: 1, digits: true });

export const COLUMNS = [
  { id: "time", head: t("Time"), name: t("Time"), size: 5 },
  number("systolic_mmhg", t("Sys"), t("Systolic")), number("diastolic_mmhg", t("Dia"), t("Diastolic")),
  number("heart_rate_bpm", t("HR"), t("Heart rate")),
  { id: "rhythm", head: t("Rhythm"), name: t("Rhythm"), options: [["regular", tc("rhythm", "regular")], ["irregular", tc("rhythm", "irregular")]] },
  number("spo2_percent", "SpO₂", "SpO₂"), number("oxygen_l_min", "O₂", t("Oxygen in L/min, 0 on air"), 4),
  number("respiratory_rate_per_min", t("RR"), t("Breathing rate"), 2), number("moaas", "MOAA", t("Alertness, MOAA/S 0 to 5"), 1),
  ...Object.entries(names.asked_always).map(grade),
  { id: "flags", head: t("Red flags"), name: t("Red flags"), options: [["none", t("none")], ["present", t("present")]] },
];
export const MORE = [
  number("temperature_c", t("Temp"), t("Temperature"), 4),
  ...Object.entries(names.asked_if_felt).map(grade),
  { id: "no_bp", head: t("BP not measured"), name: t("BP not measured"), options: REASONS() },
  { id: "no_hr", head: t("HR not measured"), name: t("HR not measured"), options: REASONS() },
  { id: "no_spo2", head: t("SpO₂ not measured"), name: t("SpO₂ not measured"), options: REASONS() },
];
export const FLAGS = Object.entries(names.red_flags);

const dose = { id: "dose", head: t("Dose"), name: t("Dose"), size: 6, digits: true };
const inMg = { ...dose, head: t("Dose, mg"), name: t("Dose in mg") };
const plain = (id, head, size = 16) => ({ id, head, name: head, size });
const steps = (id, head, options) => ({ id, head, name: head, options });

export const KINDS = () => ({
  medication: {
    name: t("Medicine"),
    fields: [plain("name", t("Medicine"), 14), dose, steps("unit", t("Unit"), UNITS()), steps("route", t("Route"), ROUTES()), steps("medication_class", t("Class"), CLASSES()), plain("ordered_by", t("Ordered by"), 12)],
  },
  infusion_started: { name: t("Infusion started"), fields: [inMg] },
  infusion_paused: { name: t("Infusion paused"), fields: [] },
  infusion_resumed: { name: t("Infusion resumed"), fields: [] },
  infusion_ended: { name: t("Infusion stopped"), fields: [] },
  dose_given: { name: t("Dose given"), fields: [inMg, steps("route", t("Route"), DOSE_ROUTES())] },
  mobility: { name: t("Walk test"), fields: [steps("gait", t("Gait"), [["steady", t("Steady")], ["assisted", t("Assisted")], ["unable", t("Unable")]])] },
  orientation: { name: t("Orientation"), fields: [{ id: "amt4_errors", head: t("Wrong of 4"), name: t("Wrong answers of four"), size: 1, digits: true }] },
  note: { name: t("Note or call"), fields: [plain("text", t("In words"), 40)] },
});

function numeral(text) {
  const said = text.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(said) ? Number(said) : text.trim();
}

function filled(table) {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined && value !== ""));
}

const gradeOf = (text) => GRADES[Number(text)] || text;

export function setEvents(values, flags) {
  const read = (id) => (values[id] ? numeral(values[id]) : undefined);
  const signs = filled({
    ...Object.fromEntries(["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "oxygen_l_min", "respiratory_rate_per_min", "temperature_c"].map((id) => [id, read(id)])),
    rhythm: values.rhythm,
  });
  const missing = filled({
    systolic_mmhg: values.no_bp, diastolic_mmhg: values.no_bp, heart_rate_bpm: values.no_hr, spo2_percent: values.no_spo2,
  });
  const felt = Object.entries(values).filter(([id, text]) => id.startsWith("grade_") && text !== "");
  const events = [];
  if (Object.keys(missing).length) signs.not_measured = missing;
  if (Object.keys(signs).length) events.push({ kind: "vitals", ...signs });
  if (felt.length) events.push({ kind: "side_effects", grades: Object.fromEntries(felt.map(([id, text]) => [id.slice("grade_".length), gradeOf(text)])) });
  if (values.moaas) events.push({ kind: "consciousness", moaas: numeral(values.moaas) });
  if (values.flags) events.push({ kind: "red_flags", present: values.flags === "none" ? [] : flags });
  return events;
}

function medication(values, known) {
  const amount = values.dose ? numeral(values.dose) : undefined;
  const unit = values.unit || "mg";
  const given = filled({ kind: "medication", name: values.name && recordedName(known, values.name), medication_class: values.medication_class, dose_mg: unit === "mg" ? amount : undefined });
  const how = filled({ route: values.route, amount, unit: amount === undefined ? undefined : unit, ordered_by: values.ordered_by });
  return Object.keys(how).length ? [given, { kind: "medication_details", ...how }] : [given];
}

/* `known`: the clinic's list of medicines, so that one medicine has one name in the record. */
export function lineEvents(kind, values, known) {
  const mg = values.dose ? numeral(values.dose) : undefined;
  if (kind === "medication") return medication(values, known);
  if (kind === "infusion_started") return [filled({ kind, dose_mg: mg })];
  if (kind === "dose_given") return [filled({ kind, dose_mg: mg, route: values.route })];
  if (kind === "mobility") return [filled({ kind, gait: values.gait })];
  if (kind === "orientation") return [filled({ kind: "consciousness", amt4_errors: values.amt4_errors ? numeral(values.amt4_errors) : undefined })];
  if (kind === "note") return [filled({ kind, text: values.text })];
  return [{ kind }];
}
