/* The queue of entries that the server has not acknowledged yet.
 *
 * Contract: an entry is
 *   {order, key, session, patient: {id, name}, chair, person: {id, name}, label, words, body,
 *    urgent: [words], made_at, tries, state: "waiting" | "refused" | "asked", trouble, refused: {status, code, message, ...},
 *    asks, event_ids}
 * `body` is the exact text to post, fixed when it was made, so that a repeated sending is the same
 * sending; with it goes what the tablet knew then (`seen`). An entry leaves the queue on the server's acknowledgement,
 * or when a person who was shown the server's refusal takes it out; never otherwise. One that is recorded and asked
 * about ("asked") stays, as a question only, until somebody has answered.
 */
import { read, readAll, transact } from "./db.js";

const { t } = window.monitor;

export function newKey() {
  return crypto.randomUUID();
}

/* What was entered while nobody's PIN could be checked says so, in the record, for good. */
function marked(events) {
  const { lock } = window.monitor;
  if (!lock || !lock.isOffline() || !events.length) return events;
  const { at, recorded_at } = events[0];
  const words = t("Signed in off-line: the tablet had no contact when this was entered, and no PIN was asked for.");
  return [...events, { kind: "note", at, ...(recorded_at ? { recorded_at } : {}), text: words }];
}

function made(entry) {
  return {
    key: entry.key || newKey(),
    session: entry.session,
    patient: entry.patient || null,
    chair: entry.chair || "",
    person: entry.person,
    zone: entry.zone || undefined,
    label: entry.label,
    words: entry.words || "",
    urgent: entry.urgent || [],
    body: JSON.stringify({ events: marked(entry.events), ...(entry.seen ? { seen: entry.seen } : {}) }),
    form: entry.form || null,
    made_at: new Date().toISOString(),
    tries: 0,
    state: "waiting",
    trouble: "",
    refused: null,
  };
}

/* Put an entry into the queue, taking its draft away in the same transaction.
 * The same key twice is the same entry: the second one changes nothing. */
export async function put(entry, draftId) {
  const kept = made(entry);
  await transact(["outbox", "drafts"], "readwrite", (outbox, drafts) => {
    const twin = outbox.index("key").getKey(kept.key);
    twin.onsuccess = () => { if (twin.result === undefined) outbox.add(kept); };
    if (draftId) drafts.delete(draftId);
  });
  return kept.key;
}

export async function list() {
  return readAll("outbox");
}

export async function find(key) {
  return (await list()).find((entry) => entry.key === key) || null;
}

/* Change an entry that is still there; one already acknowledged stays gone. */
export async function change(order, changes) {
  const entry = await read("outbox", order);
  if (!entry) return null;
  const changed = { ...entry, ...changes };
  await transact(["outbox"], "readwrite", (outbox) => {
    const still = outbox.getKey(order);
    still.onsuccess = () => { if (still.result !== undefined) outbox.put(changed); };
  });
  return changed;
}

export async function take(order) {
  return transact(["outbox"], "readwrite", (outbox) => outbox.delete(order));
}

/* Answer a question about an entry, in one transaction: it changes or leaves, and what was decided comes into the
 * queue in its place. Answered already, on another page of this tablet: nothing happens twice. */
export async function settle(order, changes, added = []) {
  const more = added.map(made);
  await transact(["outbox"], "readwrite", (outbox) => {
    const still = outbox.get(order);
    still.onsuccess = () => {
      if (!still.result) return;
      if (changes) outbox.put({ ...still.result, ...changes });
      else outbox.delete(order);
      more.forEach((one) => outbox.add(one));
    };
  });
}
