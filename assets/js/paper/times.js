/* The times written on a sheet, read on the clinic's wall clock. Pure.
 *
 * Contract: `wallClock(text)` -> {hour, minute} or null ("9:05", "0905", "9.05"); `instantOf(day, clock, zone)` -> ms, or
 * null where the clocks jumped over it; `laidOut(texts, day, zone, latest)` -> for each text {at, problem, day}: a time
 * that would lie after `latest` belongs to the day before, and one that falls back by more than half a day after the line
 * above it to the next day, as on a sheet that goes over midnight. `dayOf(at, zone)` -> "2026-03-02".
 */
const MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR, HALF_A_DAY = DAY / 2;
const parts = {};

function reading(at, zone) {
  parts[zone] = parts[zone] || new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(parts[zone].formatToParts(at).map((part) => [part.type, part.value]));
}

export function dayOf(at, zone) {
  const { year, month, day } = reading(at, zone);
  return `${year}-${month}-${day}`;
}

export function clockOf(at, zone) {
  const { hour, minute } = reading(at, zone);
  return `${hour}:${minute}`;
}

export function dayBefore(day, by = 1) {
  return new Date(Date.parse(`${day}T12:00:00Z`) - by * DAY).toISOString().slice(0, 10);
}

export function wallClock(text) {
  const found = /^\s*(\d{1,2})[:.h]?(\d{2})\s*$/.exec(text);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  return hour < 24 && minute < 60 ? { hour, minute } : null;
}

/* Of an hour that comes twice the first one is meant; the line says the day and T+, so a wrong guess is seen. */
export function instantOf(day, { hour, minute }, zone) {
  const wanted = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  const as_utc = Date.parse(`${day}T${wanted}:00Z`);
  for (let shift = -14 * HOUR; shift <= 14 * HOUR; shift += 15 * MINUTE) {
    const at = as_utc + shift;
    if (clockOf(at, zone) === wanted && dayOf(at, zone) === day) return at;
  }
  return null;
}

export function laidOut(texts, day, zone, latest) {
  let above = null, today = day;
  return texts.map((text) => {
    if (!text.trim()) return { at: null, problem: "", day: today };
    const clock = wallClock(text);
    if (!clock) return { at: null, problem: "form", day: today };
    let at = instantOf(today, clock, zone);
    if (at !== null && above !== null && above - at > HALF_A_DAY) {
      today = dayBefore(today, -1);
      at = instantOf(today, clock, zone);
    }
    if (at !== null && above === null && at > latest) {
      today = dayBefore(today);
      at = instantOf(today, clock, zone);
    }
    if (at === null) return { at, problem: "jumped", day: today };
    above = at;
    return { at, problem: "", day: today };
  });
}
