/* What a key of the keypad does to the number being typed. Pure.
 *
 * Contract: `press(field, text, key, limits)` -> {text, done, refused}; `refused` is the sentence
 * that names the bounds, and the text is then empty: half of an impossible number must not stand. A key is refused when no number that
 * begins with it can lie inside the hard limits. Digits that end a number by themselves:
 * systolic 3; diastolic and heart rate 2 if the first is 3 or more, else 3; SpO2 2, or 3 when it
 * begins with 10; breathing 2. `complete` tells whether the text stands for an allowed number.
 */
const { t } = window.monitor;

export const FIELDS = {
  systolic_mmhg: { name: t("Systolic"), short: t("systolic"), unit: "mmHg", digits: () => 3, most: 3 },
  diastolic_mmhg: { name: t("Diastolic"), short: t("diastolic"), unit: "mmHg", digits: byFirst, most: 3 },
  heart_rate_bpm: { name: t("Heart rate"), short: t("heart rate"), unit: "/min", digits: byFirst, most: 3 },
  spo2_percent: { name: "SpO₂", short: "SpO₂", unit: "%", digits: (text) => (text.startsWith("10") ? 3 : 2), most: 3 },
  respiratory_rate_per_min: { name: t("Breathing"), short: t("breathing"), unit: "/min", digits: () => 2, most: 2 },
  oxygen_l_min: { name: t("Oxygen"), short: t("oxygen"), unit: "L/min", digits: () => 9, most: 2, decimal: true },
  temperature_c: { name: t("Temperature"), short: t("temperature"), unit: "°C", digits: () => 9, most: 2, decimal: true },
};
const FIRST_THAT_ENDS_EARLY = 3;

function byFirst(text) {
  return Number(text[0]) >= FIRST_THAT_ENDS_EARLY ? 2 : 3;
}

export function boundsOf(limit) {
  const [low, high] = limit ? limit.hard : [null, null];
  return [low === null ? -Infinity : low, high === null ? Infinity : high];
}

export function boundsWords(field, limits) {
  const [low, high] = (limits[field] && limits[field].hard) || [null, null];
  return t("{name} {low} to {high} {unit}", { name: FIELDS[field].name, low, high, unit: FIELDS[field].unit });
}

export function numberOf(text) {
  return text === "" || text === "." ? null : Number(text);
}

/* Can a number that starts with these characters still become one inside the limits? */
export function canBecome(field, text, limits) {
  const shape = FIELDS[field];
  const [low, high] = boundsOf(limits[field]);
  if (text.includes(".")) return reaches(Number(text), 1, low, high);
  const longest = shape.most;
  for (let length = text.length; length <= longest; length += 1) {
    const step = 10 ** (length - text.length);
    if (reaches(Number(text) * step, step, low, high)) return true;
  }
  return false;
}

function reaches(from, width, low, high) {
  return from <= high && from + width > low;
}

export function complete(field, text, limits) {
  const value = numberOf(text);
  if (value === null || Number.isNaN(value)) return false;
  const [low, high] = boundsOf(limits[field]);
  return value >= low && value <= high;
}

export function press(field, text, key, limits) {
  if (key === "erase") return { text: text.slice(0, -1), done: false, refused: "" };
  const shape = FIELDS[field];
  if (key === "." && (!shape.decimal || text.includes("."))) return { text, done: false, refused: "" };
  const next = key === "." && text === "" ? "0." : text + key;
  const decimals = next.includes(".") ? next.length - next.indexOf(".") - 1 : 0;
  const whole = next.split(".")[0];
  if (decimals > 1 || whole.length > shape.most || !canBecome(field, next, limits)) {
    return { text: "", done: false, refused: t("{number} cannot be. {bounds}.", { number: window.monitor.language.typed(next), bounds: boundsWords(field, limits) }) };
  }
  if (shape.decimal) return { text: next, done: decimals === 1, refused: "" };
  const full = next.length >= shape.digits(next);
  if (full && !complete(field, next, limits)) {
    return { text: "", done: false, refused: t("{number} cannot be. {bounds}.", { number: Number(next), bounds: boundsWords(field, limits) }) };
  }
  return { text: next, done: full, refused: "" };
}

/* The value moved by `step`, or a refusal that names the bound. */
export function nudge(field, text, step, limits) {
  const value = numberOf(text);
  if (value === null) return { text, refused: "" };
  const moved = Math.round((value + step) * 10) / 10;
  const [low, high] = boundsOf(limits[field]);
  if (moved < low || moved > high) return { text, refused: t("{number} cannot be. {bounds}.", { number: moved, bounds: boundsWords(field, limits) }) };
  return { text: String(moved), refused: "" };
}
