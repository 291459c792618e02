/* An alert in the words of the chart: what it is about with its value, and its story. Pure.
 *
 * Contract: `alertTitle(alert)` -> "Diastolic 112"; `alertStory(alert, zone)` -> "raised 15:51, caution".
 * A test holds every title against the one that the chart shows.
 */
const { t, word } = window.monitor;

const NAMES = {
  systolic_high: t("Systolic high"), diastolic_high: t("Diastolic high"), systolic_low: t("Systolic low"), heart_rate_high: t("Heart rate high"),
  heart_rate_low: t("Heart rate low"), rhythm_irregular: t("Irregular rhythm"), respiration_high: t("Breathing fast"), respiration_low: t("Breathing slow"),
  spo2_low: t("SpO₂ low"), temperature_high: t("Temperature high"), temperature_low: t("Temperature low"), other: t("Other effect"),
  suicidal_ideation: t("Suicidal thoughts"),
};
const MEASURED = {
  systolic_high: [t("Systolic")], systolic_low: [t("Systolic")], diastolic_high: [t("Diastolic")], heart_rate_high: [t("Heart rate")],
  heart_rate_low: [t("Heart rate")], respiration_high: [t("Breathing"), "/min"], respiration_low: [t("Breathing"), "/min"], spo2_low: ["SpO₂"],
  temperature_high: [t("Temperature"), " °C"], temperature_low: [t("Temperature"), " °C"],
};
const GRADES = ["mild", "moderate", "severe"];
const RED_FLAGS = { dyspnoea: t("shortness of breath"), visual_loss: t("loss of vision"), focal_deficit: t("weakness or speech trouble"), syncope: t("fainting") };

const plainWord = word;
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export function alertTitle({ code, value }) {
  const name = NAMES[code] || capital(plainWord(code));
  if (MEASURED[code] && typeof value === "number") return `${MEASURED[code][0]} ${value}${MEASURED[code][1] || ""}`;
  if (GRADES.includes(value)) return `${name} ${word(value)}`;
  if (code === "red_flag" && value) {
    const flags = [value].flat().map(String).sort();
    return `${name}: ${flags.map((flag) => RED_FLAGS[flag] || plainWord(flag)).join(", ")}`;
  }
  return code === "emergency" && typeof value === "string" ? `${name}: ${plainWord(value)}` : name;
}

export function alertStory(alert, zone) {
  const at = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(Date.parse(alert.raised_at));
  return t("raised {time}, {level}", { time: at, level: word(alert.level) });
}
