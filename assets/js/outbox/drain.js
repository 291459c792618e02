/* Sends the queue, in order, one entry at a time, in one page of the tablet at a time.
 *
 * Contract: `start(tell)` begins; `drain()` tries now; `tell(news)` is called with what changed:
 * {kind: "sending" | "recorded" | "refused" | "waiting" | "looked", entry?, received_at?, trouble?}.
 * Between failed tries it waits 1, 2, 4 ... up to 30 s; the network's return ends the wait.
 * An entry goes out only while the person who made it is signed in on this tablet: the record
 * must not say that somebody else entered it.
 */
import { attempt, whoIsHere } from "./send.js";
import { change, list, take } from "./queue.js";

const { t } = window.monitor;

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

let tell = () => {};
let running = null;
let timer = null;
let wait = FIRST_WAIT_MS;
let again = false;

export function nextWait(current) {
  return Math.min(current * 2, LONGEST_WAIT_MS);
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(drain, wait);
  wait = nextWait(wait);
}

/* True when the queue may go on to the next entry. */
async function sendOne(entry, proof) {
  tell({ kind: "sending", entry });
  const result = await attempt(entry, proof);
  if (result.outcome === "recorded") {
    const { asks, event_ids } = result;
    if (asks.length) await change(entry.order, { state: "asked", asks, event_ids, urgent: [], trouble: "" });
    else await take(entry.order);
    wait = FIRST_WAIT_MS;
    tell({ kind: "recorded", entry, received_at: result.received_at, asks });
    return true;
  }
  if (result.outcome === "refused") {
    await change(entry.order, { state: "refused", refused: result.refused, tries: entry.tries + 1 });
    tell({ kind: "refused", entry: { ...entry, refused: result.refused } });
    return true;
  }
  await change(entry.order, { tries: entry.tries + 1, trouble: result.trouble });
  tell({ kind: "waiting", entry, trouble: result.trouble, outcome: result.outcome, offline: Boolean(result.offline) });
  return false;
}

async function drainAll() {
  const waiting = (await list()).filter((entry) => entry.state === "waiting");
  if (!waiting.length) return;
  const me = await whoIsHere();
  if (me === undefined) {
    tell({ kind: "waiting", trouble: t("No connection to the server."), outcome: "later", offline: true });
    plan();
    return;
  }
  const mine = me ? waiting.filter((entry) => entry.person.id === me.id) : [];
  if (mine.length < waiting.length) {
    const other = waiting.find((entry) => !mine.includes(entry));
    tell({ kind: "waiting", outcome: "sign_in", trouble: t("Waits for {name} to sign in on this tablet.", { name: other.person.name }) });
  }
  for (const entry of mine) {
    if (!(await sendOne(entry, me.proof))) {
      plan();
      return;
    }
  }
}

async function once() {
  const locks = navigator.locks;
  if (locks) await locks.request("monitor-outbox", drainAll);
  else await drainAll();
}

export function drain() {
  if (running) {
    again = true;
    return running;
  }
  clearTimeout(timer);
  running = once()
    .catch((error) => tell({ kind: "waiting", trouble: error.message, outcome: "later" }))
    .finally(() => {
      running = null;
      tell({ kind: "looked" });
      if (again) { again = false; drain(); }
    });
  return running;
}

export function start(listener) {
  tell = listener;
  addEventListener("online", () => { wait = FIRST_WAIT_MS; drain(); });
  addEventListener("focus", () => drain());
  drain();
}
