/* An alert in the words of the chart: what it is about with its value, and its story. Pure.
 *
 * Contract: `alertTitle(alert)` -> "Diastolic 112"; `alertStory(alert, zone)` -> "raised 15:51, caution".
 * A test holds every title against the one that the chart shows.
 */
import { isGrade } from "./answers.js";
import { flagName, inSentence, lookUp, names } from "../names.js";

const { t, word } = window.monitor;

const MEASURED = {
  systolic_high: [t("Systolic")], systolic_low: [t("Systolic")], diastolic_high: [t("Diastolic")], heart_rate_high: [t("Heart rate")],
  heart_rate_low: [t("Heart rate")], respiration_high: [t("Breathing"), "/min"], respiration_low: [t("Breathing"), "/min"], spo2_low: ["SpO₂"],
  temperature_high: [t("Temperature"), " °C"], temperature_low: [t("Temperature"), " °C"],
};

export function alertTitle({ code, value }) {
  const name = lookUp(names.alerts, code);
  if (MEASURED[code] && typeof value === "number") return `${MEASURED[code][0]} ${value}${MEASURED[code][1] || ""}`;
  if (isGrade(value)) return `${name} ${word(value)}`;
  if (code === "red_flag" && value) {
    const flags = [value].flat().map(String).sort();
    return `${name}: ${flags.map(flagName).join(", ")}`;
  }
  return code === "emergency" && typeof value === "string" ? `${name}: ${inSentence(lookUp(names.emergencies, value))}` : name;
}

export function alertStory(alert, zone) {
  const at = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(Date.parse(alert.raised_at));
  return t("raised {time}, {level}", { time: at, level: word(alert.level) });
}
