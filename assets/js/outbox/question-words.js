/* The clock of an entry's clinic. Pure: `clock(entry, ms)` -> "14:05". */
export function clock(entry, ms) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: entry.zone || undefined }).format(ms);
}
