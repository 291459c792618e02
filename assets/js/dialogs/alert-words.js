/* An alert in the words of the chart: what it is about with its value, and its story. Pure.
 *
 * Contract: `alertTitle(alert)` -> "Diastolic 112"; `alertStory(alert, zone)` -> "raised 15:51, caution".
 * A test holds every title against the one that the chart shows.
 */
const NAMES = {
  systolic_high: "Systolic high", diastolic_high: "Diastolic high", systolic_low: "Systolic low", heart_rate_high: "Heart rate high",
  heart_rate_low: "Heart rate low", rhythm_irregular: "Irregular rhythm", respiration_high: "Breathing fast", respiration_low: "Breathing slow",
  spo2_low: "SpO₂ low", temperature_high: "Temperature high", temperature_low: "Temperature low", other: "Other effect",
  suicidal_ideation: "Suicidal thoughts",
};
const MEASURED = {
  systolic_high: ["Systolic"], systolic_low: ["Systolic"], diastolic_high: ["Diastolic"], heart_rate_high: ["Heart rate"],
  heart_rate_low: ["Heart rate"], respiration_high: ["Breathing", "/min"], respiration_low: ["Breathing", "/min"], spo2_low: ["SpO₂"],
  temperature_high: ["Temperature", " °C"], temperature_low: ["Temperature", " °C"],
};
const GRADES = ["mild", "moderate", "severe"];
const RED_FLAGS = { dyspnoea: "shortness of breath", visual_loss: "loss of vision", focal_deficit: "weakness or speech trouble", syncope: "fainting" };

const plainWord = (word) => String(word).replaceAll("_", " ");
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export function alertTitle({ code, value }) {
  const name = NAMES[code] || capital(plainWord(code));
  if (MEASURED[code] && typeof value === "number") return `${MEASURED[code][0]} ${value}${MEASURED[code][1] || ""}`;
  if (GRADES.includes(value)) return `${name} ${value}`;
  if (code === "red_flag" && value) {
    const flags = [value].flat().map(String).sort();
    return `${name}: ${flags.map((flag) => RED_FLAGS[flag] || plainWord(flag)).join(", ")}`;
  }
  return code === "emergency" && typeof value === "string" ? `${name}: ${plainWord(value)}` : name;
}

export function alertStory(alert, zone) {
  const at = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(Date.parse(alert.raised_at));
  return `raised ${at}, ${alert.level}`;
}
