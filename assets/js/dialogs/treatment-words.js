/* A medicine or another intervention in words, and the answers on its effect. Pure.
 *
 * Contract: `treatmentName(treatment)` of one as GET .../entry has it -> "labetalol 10 mg", "reassurance";
 * `effectAnswers()` -> [[value, words]].
 */
const t = (...said) => window.monitor.t(...said);

const DONE = () => ({
  oxygen: t("oxygen"), fluids: t("fluids"), position: t("position"), reassurance: t("reassurance"), quiet_room: t("quiet, dimmed room"),
  glucose: t("glucose"), airway: t("airway opened"),
});

export const effectAnswers = () => [
  ["none", t("none")], ["partial", t("partial")], ["full", t("full")], ["not_assessed", t("not assessed")],
];

export function treatmentName(treatment) {
  const { kind, dose_mg: dose, amount, unit } = treatment;
  if (kind === "intervention") return DONE()[treatment.name] || treatment.name;
  const name = window.monitor.language.medicine(treatment.name);
  if (amount !== null && amount !== undefined && unit) return `${name} ${window.monitor.language.number(amount)} ${unit}`;
  return dose === null || dose === undefined ? name : `${name} ${window.monitor.language.number(dose)} mg`;
}
