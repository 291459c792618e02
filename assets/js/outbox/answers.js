/* What somebody decided about an entry, as what goes to the server. Pure but for the outbox.
 *
 * Contract: each takes the entry and the outbox and resolves once it is on this tablet's disk: `keepAllTheSame` (again,
 * with the question answered), `asNote`, `takeOut` (both leave a note in the patient's record), `keepBoth`,
 * `strikeDouble`, `keptTimeIsRight`, `shownTimeIsRight` (what stays asked comes after the first question).
 * Whoever answers signs for the answer; the entry itself stays its author's.
 */
import { clock } from "./question-words.js";

const { t } = window.monitor;

function follows(entry, label, words, events) {
  const now = new Date().toISOString();
  const who = window.monitor.lock.person() || entry.person;
  return {
    session: entry.session, patient: entry.patient, chair: entry.chair, zone: entry.zone, label, words,
    person: { id: who.id, name: who.name, initials: who.initials },
    events: events.map((event) => ({ at: now, recorded_at: now, ...event })),
  };
}

const note = (entry, text) => follows(entry, t("Note"), text, [{ kind: "note", text }]);
const eventsOf = (entry) => JSON.parse(entry.body).events;
const measuredAt = (entry) => clock(entry, Date.parse(eventsOf(entry)[0].at) + skewSeen(entry));

export function skewSeen(entry) {
  const { seen } = JSON.parse(entry.body);
  return (seen && seen.skew_ms) || 0;
}

/* The ids that the server gave the events, those that a question is about. */
function recorded(entry, kinds) {
  return eventsOf(entry).map((event, place) => [event.kind, entry.event_ids[place]])
    .filter(([kind, id]) => id && kinds(kind)).map(([, id]) => id);
}

/* The first question is answered; the next one, if any, stays. */
function answered(entry) {
  const left = entry.asks.slice(1);
  return left.length ? { asks: left } : null;
}

export function keepAllTheSame(entry, outbox) {
  const body = JSON.parse(entry.body);
  const confirmed = [...new Set([...((body.seen || {}).confirmed || []), entry.refused.code])];
  const sure = { ...body, seen: { ...body.seen, confirmed } };
  return outbox.answer(entry, { key: outbox.newKey(), state: "waiting", refused: null, trouble: "", body: JSON.stringify(sure) });
}

export function asNote(entry, outbox) {
  const said = { time: measuredAt(entry), words: entry.words };
  return outbox.answer(entry, null, [note(entry, t("Measured {time}, after the end of the session: {words}", said))]);
}

const OUT = {
  session_closed: (said) => t("Not recorded: a set entered as measured {time}, after the end of the session, was taken out by {name}.", said),
  chair_given_away: (said) => t("Not recorded: a set entered as measured {time} was taken out by {name}: it was of the patient who had been given chair {chair}.", said),
  corrected_meanwhile: (said) => t("Not recorded: a correction of {time} was taken out by {name}: the one that a colleague had made meanwhile stands.", said),
};

export function takeOut(entry, outbox) {
  const words = OUT[entry.refused.code];
  if (!words) return outbox.answer(entry, null);
  const who = window.monitor.lock.person() || entry.person;
  return outbox.answer(entry, null, [note(entry, words({ time: measuredAt(entry), name: who.name, chair: entry.chair }))]);
}

const othersOf = (entry) => ({ by: entry.asks[0].others[0].by, time: clock(entry, Date.parse(entry.asks[0].others[0].at)) });

export function keepBoth(entry, outbox) {
  const said = { ...othersOf(entry), own: measuredAt(entry) };
  return outbox.answer(entry, answered(entry), [note(entry, t("The sets of {own} and of {time} by {by} were both measured: both stand.", said))]);
}

export function strikeDouble(entry, outbox) {
  const kinds = new Set(entry.asks[0].others.map((other) => other.kind));
  const reason = t("Entered twice: {by} had recorded it at {time}", othersOf(entry));
  const events = recorded(entry, (kind) => kinds.has(kind)).map((target) => ({ kind: "entered_in_error", target, reason }));
  return outbox.answer(entry, answered(entry), [follows(entry, t("Entered in error"), reason, events)]);
}

export function keptTimeIsRight(entry, outbox) {
  const [{ kept_at: kept, shown_at: shown }] = entry.asks;
  const said = { kept: clock(entry, Date.parse(kept)), shown: clock(entry, Date.parse(shown)) };
  return outbox.answer(entry, answered(entry), [note(entry, t("Measured at {kept}: the tablet had shown {shown}, its clock was wrong.", said))]);
}

export function shownTimeIsRight(entry, outbox) {
  const [{ kept_at: kept, shown_at: shown }] = entry.asks;
  // Said in the tablet's own time, as everything it sends: the server takes the same skew off again.
  const skew = Date.parse(kept) - Date.parse(eventsOf(entry)[0].at);
  const new_at = new Date(Date.parse(shown) - skew).toISOString();
  const reason = t("The time that the tablet had shown is right: its clock was changed before it was sent");
  const events = recorded(entry, (kind) => kind !== "note").map((target) => ({ kind: "corrected", target, reason, new_at }));
  return outbox.answer(entry, answered(entry), [follows(entry, t("Correction"), reason, events)]);
}
