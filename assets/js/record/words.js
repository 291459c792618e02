/* The set in words: what is read back to the monitor, and what is still to do. Pure.
 *
 * Contract: `readBack(draft)` -> [{text, strong}] parts; `toDo(missing)` -> {count, words};
 * Times: `clockWords(ms, zone)` "14:15", `elapsedWords(ms, zero)` "T+100".
 */
import { effectAnswers } from "../dialogs/treatment-words.js";
import { effectName, flagName } from "../names.js";
import { FELT, numberIn, pair } from "./draft.js";

const { t, word } = window.monitor;

export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

const REASON_WORDS = { refused: t("refused"), asleep: t("asleep"), equipment: t("equipment"), not_possible: t("no signal"), other: t("not measured") };
export const reasonWords = (said) => (said.words ? said.words : REASON_WORDS[said.reason]);

function one(draft, field, name, words) {
  const value = numberIn(draft, field);
  if (value !== null) return { text: words(value), strong: true };
  const said = draft.not_measured[field];
  return said ? { text: `${name} ${reasonWords(said)}`, strong: true } : { text: `${name} ?`, strong: false };
}

function pressure(draft) {
  const [systolic, diastolic] = pair(draft);
  if (systolic !== null && diastolic !== null) return { text: `${systolic}/${diastolic}`, strong: true };
  const said = draft.not_measured.systolic_mmhg;
  return said ? { text: `${t("BP")} ${reasonWords(said)}`, strong: true } : { text: `${t("BP")} ?`, strong: false };
}

function airWords(draft) {
  if (draft.air === "air") return ` ${t("air")}`;
  if (draft.air !== "oxygen") return "";
  const flow = numberIn(draft, "oxygen_l_min");
  return " " + (flow === null ? t("oxygen") : t("on {flow} L", { flow }));
}

export function readBack(draft) {
  const parts = [
    pressure(draft),
    one(draft, "heart_rate_bpm", t("heart rate"), (value) => `${value}${draft.rhythm ? ` ${word(draft.rhythm)}` : ""}`),
    one(draft, "spo2_percent", "SpO₂", (value) => `${value} %${airWords(draft)}`),
    one(draft, "respiratory_rate_per_min", t("breathing"), (value) => String(value)),
  ];
  if (draft.moaas !== null) parts.push({ text: t("alert {value}", { value: draft.moaas }), strong: true });
  const felt = Object.entries(draft.grades).filter(([, said]) => said.grade !== "none")
    .map(([effect, said]) => ({ text: t("{effect} {grade}", { effect: effectName(effect), grade: word(said.grade) }), strong: true }));
  parts.push(...felt);
  if (!felt.length && FELT.every((effect) => draft.grades[effect])) parts.push({ text: t("feels nothing"), strong: true });
  if (draft.flags && draft.flags.length) parts.push({ text: draft.flags.map(flagName).join(", "), strong: true });
  for (const { effect, words } of Object.values(draft.effects || {})) {
    parts.push({ text: window.monitor.t("effect of {treatment}: {effect}", { treatment: words, effect: Object.fromEntries(effectAnswers())[effect] }), strong: true });
  }
  const temperature = numberIn(draft, "temperature_c");
  if (temperature !== null) parts.push({ text: `${window.monitor.language.number(temperature)} °C`, strong: true });
  return parts;
}

export const plain = (parts) => parts.filter((part) => part.strong).map((part) => part.text).join(" · ");

export function toDo(gone) {
  const count = gone.reduce((sum, item) => sum + (item.count || 1), 0);
  return { count, words: gone.map((item) => item.words).join(", ") };
}

export function clockWords(ms, zone) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone || undefined }).format(ms);
}

export function dayWords(birthDate) {
  return window.monitor.language.day(birthDate);
}

export function elapsedWords(ms, timeZero) {
  if (!timeZero) return t("before dose");
  const minutes = Math.floor((ms - Date.parse(timeZero)) / 60000);
  return minutes < 0 ? `T−${-minutes}` : `T+${minutes}`;
}
