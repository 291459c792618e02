/* The save bar: reads the set back, says what is missing, and hands it to the outbox once.
 *
 * Contract: `paintBar(form)`; `save(form)` puts one outbox entry under the draft's own key and
 * clears the draft in the same transaction; a second tap meanwhile does nothing. Then it waits for
 * the server's word: recorded -> the board; otherwise the form says where the set is and stays.
 */
import { numberIn, ORDER } from "./draft.js";
import { missing, problems, toEvents } from "./events.js";
import { urgentIn } from "./limits.js";
import { all, one } from "./paint.js";
import { clockWords, plain, readBack, toDo } from "./words.js";

const { t, tn } = window.monitor;

const PATIENCE_MS = 4000;
const SEEN_MS = 700;

export function urgentNow(form) {
  const { draft } = form;
  const values = Object.fromEntries([...ORDER, "temperature_c"].map((field) => [field, numberIn(draft, field)]));
  const grades = Object.fromEntries(Object.entries(draft.grades).map(([effect, said]) => [effect, said.grade]));
  const mind = { moaas: draft.moaas, acvpu: draft.acvpu, rass: draft.rass };
  return urgentIn({ ...values, ...mind }, grades, draft.flags, form.entry.urgent);
}

function paintSaid(form) {
  const parts = readBack(form.draft).flatMap((part, index) => {
    const text = document.createElement(part.strong ? "span" : "i");
    text.textContent = part.text;
    const dot = document.createElement("i");
    dot.textContent = " · ";
    return index ? [dot, text] : [text];
  });
  one('[data-say="said"]').replaceChildren(...parts);
}

/* What the second line says, most pressing first: {tone, text}. */
export function barWords(form, outbox) {
  const wrong = problems(form.draft, form.limits, form.draft.active);
  if (form.trouble) return { tone: "urgent", text: form.trouble };
  const unsent = (outbox.urgent || []).filter((entry) => entry.key !== form.draft.key && !outbox.sending);
  if (unsent.length && !form.saving) return { tone: "urgent", text: unsentUrgent(unsent[0], form) };
  if (form.saved) return { tone: form.saved.tone, text: form.saved.text };
  if (form.panel === "check") return { tone: "", lead: t("Waiting for you:"), text: " " + t("is {value} right?", { value: form.doubt.value }) };
  const urgent = urgentNow(form);
  if (urgent.length && form.offline) {
    return { tone: "urgent", text: t("{what}: beyond the urgent limit, not sent, call the physician", { what: urgent.join(", ") }) };
  }
  if (wrong.length) return { tone: "urgent", text: wrong[0] };
  if (urgent.length) return { tone: "urgent", text: t("{what}: beyond the urgent limit. Save raises the alert.", { what: urgent.join(", ") }) };
  if (form.closed) return { tone: "caution", text: t("This session has ended: only what was measured before its end can still be recorded.") };
  if (form.offline) return { tone: "caution", glyph: "offline", text: offlineWords(form, outbox) };
  if (outbox.unsent && outbox.waiting_for) return { tone: "caution", text: t("{unsent} on this tablet. {waiting_for}", { unsent: outbox.unsent, waiting_for: outbox.waiting_for }) };
  const { count, words } = toDo(missing(form.draft));
  if (count) return { tone: "", lead: t("{count} to do:", { count }), text: ` ${words}` };
  const at = (form.draft.at === null ? form.now() : form.draft.at) + form.skew_ms;
  return { tone: "", text: t("Read it back to the monitor. Saves as {name}, measured {time}", { name: form.entry.me.name, time: clockWords(at, form.zone) }) };
}

function unsentUrgent(entry, form) {
  const said = t("{what}: beyond the urgent limit, not sent, call the physician", { what: entry.words });
  return entry.session === form.draft.session ? said : t("Chair {chair}: {words}", { chair: entry.chair, words: said });
}

function offlineWords(form, outbox) {
  const since = outbox.offline_since
    ? t("No connection since {time}.", { time: clockWords(Date.parse(outbox.offline_since) + form.skew_ms, form.zone) })
    : t("No connection.");
  const kept = outbox.unsent
    ? tn("{number} entry kept on this tablet, it goes out by itself", "{number} entries kept on this tablet, they go out by themselves", outbox.unsent)
    : t("Saved sets stay on this tablet and go out by themselves");
  return `${since} ${kept}`;
}

function paintWords(form, outbox) {
  const words = barWords(form, outbox);
  const place = one('[data-say="todo"]');
  const parts = [];
  const sign = words.glyph || (words.tone === "urgent" ? "urgent" : words.tone === "met" ? "done" : "");
  if (sign) {
    const drawn = document.createElement("i");
    drawn.className = `g g--${sign}`;
    drawn.setAttribute("aria-hidden", "true");
    parts.push(drawn);
  }
  if (words.lead) {
    const lead = document.createElement("b");
    lead.textContent = words.lead;
    parts.push(lead);
  }
  parts.push(words.text);
  place.className = words.tone ? `is-${words.tone}` : "";
  place.replaceChildren(...parts);
}

export function paintBar(form) {
  const outbox = window.monitor.outbox.snapshot();
  form.offline = Boolean(outbox.offline_since);
  paintSaid(form);
  paintWords(form, outbox);
  const button = one('[data-act="save"]');
  const asking = form.panel === "check" || form.panel === "partial";
  const { count } = toDo(missing(form.draft));
  const empty = form.draft.touched_at === null || !toEvents(form.draft, 0).length;
  button.disabled = asking || empty || Boolean(form.saving);
  button.textContent = saveWords(form, count);
  button.classList.toggle("btn--primary", !button.disabled && count === 0 && !form.offline);
  all('[data-act="discard"]').forEach((discard) => { discard.disabled = form.draft.touched_at === null || Boolean(form.saving); });
}

function saveWords(form, count) {
  if (form.saving) return form.saving;
  if (form.panel === "check") return t("Save set");
  if (form.offline) return t("Save on this tablet");
  return count ? t("Save partial set") : t("Save set");
}

function answerFor(key) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(null), PATIENCE_MS);
    function finish(result) {
      clearTimeout(timer);
      document.removeEventListener("monitor:recorded", onRecorded);
      document.removeEventListener("monitor:refused", onRefused);
      document.removeEventListener("monitor:outbox", onNews);
      resolve(result);
    }
    const onRecorded = (event) => { if (event.detail.key === key) finish({ recorded: event.detail.received_at, asks: event.detail.asks || [] }); };
    const onRefused = (event) => { if (event.detail.key === key) finish({ refused: event.detail.refused }); };
    const onNews = (event) => { if (event.detail.trouble && !event.detail.sending) finish(null); };
    document.addEventListener("monitor:recorded", onRecorded);
    document.addEventListener("monitor:refused", onRefused);
    document.addEventListener("monitor:outbox", onNews);
  });
}

function outboxEntry(form, recordedAt) {
  const { draft, entry } = form;
  return {
    key: draft.key, session: draft.session, patient: { id: entry.patient.id, name: entry.patient.name },
    chair: entry.session.chair, person: draft.person, zone: form.zone, label: t("Observation set"), words: plain(readBack(draft)),
    urgent: urgentNow(form), events: toEvents(draft, recordedAt), form: draft,
    seen: { chair_id: entry.session.chair_id, last_seq: entry.session.last_seq, skew_ms: form.skew_ms },
  };
}

/* Returns what became of it: {kept: false} or {kept: true, recorded?, refused?}. */
export async function save(form, paintAll) {
  if (form.saving) return { kept: false };
  form.saving = t("Saving");
  form.trouble = "";
  paintAll();
  const answer = answerFor(form.draft.key);
  const kept = outboxEntry(form, form.now());
  try {
    await window.monitor.outbox.put(kept, form.draft.id);
  } catch (error) {
    form.saving = "";
    form.trouble = t("Not saved: {message}", { message: error.message });
    paintAll();
    return { kept: false };
  }
  form.saving = form.offline ? t("On this tablet") : t("Sending");
  paintAll();
  const result = form.offline ? null : await answer;
  form.saving = "";
  return { kept: true, key: kept.key, words: kept.words, events: kept.events, ...(result || {}) };
}

export const pause = () => new Promise((resolve) => { setTimeout(resolve, SEEN_MS); });
