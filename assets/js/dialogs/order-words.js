/* A physician's order in the words of the board and the chart. Pure.
 *
 * Contract: `orderWords(order, zone)` of an order as GET .../entry has it -> "BP every 5 min until systolic
 * below 160, 2 in a row". A test holds it against the words that the chart writes.
 */
const t = (...said) => window.monitor.t(...said);

export const MEASURES = () => [
  ["blood_pressure", t("BP")], ["heart_rate", t("heart rate")], ["spo2", t("SpO₂")], ["respiration", t("breathing")],
  ["temperature", t("temperature")], ["alertness", t("alertness")],
];
export const FIELDS = () => ({
  systolic_mmhg: t("systolic"), diastolic_mmhg: t("diastolic"), heart_rate_bpm: t("heart rate"), spo2_percent: t("SpO₂"),
  respiratory_rate_per_min: t("breathing"), temperature_c: t("temperature"), moaas: t("alertness"),
});

function condition({ field, below, at_least: least, count }) {
  const said = { field: FIELDS()[field], count };
  if (below !== null && below !== undefined) return t("{field} below {value}, {count} in a row", { ...said, value: below });
  return t("{field} {value} or above, {count} in a row", { ...said, value: least });
}

const clock = (at, zone) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(Date.parse(at));

export function orderWords(order, zone) {
  const { text, every_minutes: minutes } = order;
  if (!order.measure.length) return minutes ? t("{text}, every {minutes} min", { text, minutes }) : text;
  const names = Object.fromEntries(MEASURES());
  const what = order.measure.map((one) => names[one]).join(", ");
  let words = t("{what} every {minutes} min", { what, minutes });
  if (order.until) words = t("{what} every {minutes} min until {condition}", { what, minutes, condition: condition(order.until) });
  else if (order.until_at) words = t("{what} every {minutes} min until {time}", { what, minutes, time: clock(order.until_at, zone) });
  return text ? `${words}. ${text}` : words;
}
