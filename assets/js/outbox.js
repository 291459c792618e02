/* window.monitor.outbox: carries what a person entered from the tap to the server's disk.
 *
 * Contract: `put({session, patient, chair, person, label, words, events, key?, form?}, draftId?)` -> key;
 * it resolves when the entry is on this tablet's disk and rejects (StorageFailed) when it is not.
 * `snapshot()` -> {unsent, oldest_at, urgent: [{chair, words}] (unsent and beyond an urgent limit), sending, refused (and asked about), waiting_for, offline_since, recorded: {key, session, received_at}};
 * the event `monitor:outbox` on document brings it with every change, `monitor:recorded` every
 * acknowledgement. `list()`, `drafts()` (half-typed sets kept here), `drain()`, `retry(key)`, `remove(key)`, `answer(entry, changes, added)` (what somebody decided about it), `open()` (the list for people),
 * `forgetPatients()` (the copies of sessions kept here).
 * An ES module; load it with type="module" on every page.
 */
import { readAll, transact } from "./outbox/db.js";
import { change, find, list, newKey, put, settle, take } from "./outbox/queue.js";
import { drain, start } from "./outbox/drain.js";
import { showChips } from "./outbox/chip.js";
import { consider, start as startReporting } from "./outbox/report.js";
import { openList } from "./outbox/list.js";

const { t } = window.monitor;

const RECENT = "monitor-recorded";
const RECENT_MS = 4000, STALE_MS = 60_000, AGE_MS = 15_000;
let fading = null, saidUntil = null;

const state = {
  unsent: 0, oldest_at: null, sending: null, refused: 0, waiting_for: "", trouble: "", offline_since: null, recorded: null, storage: "", urgent: [],
};
const channel = "BroadcastChannel" in window ? new BroadcastChannel("monitor-outbox") : null;

async function count() {
  try {
    const entries = await list();
    consider(entries);
    state.refused = entries.filter((entry) => entry.state !== "waiting").length;
    const waiting = entries.filter((entry) => entry.state === "waiting");
    state.unsent = waiting.length;
    state.oldest_at = waiting.map((entry) => entry.made_at).sort()[0] || null;
    state.urgent = entries.filter((entry) => (entry.urgent || []).length)
      .map((entry) => ({ key: entry.key, session: entry.session, chair: entry.chair, words: entry.urgent.join(", ") }));
    state.storage = "";
  } catch (error) {
    state.storage = error.message;
  }
}

/* "Recorded 14:32" for a moment, also on the page that comes after the form: counted from when a chip is
 * there to say it, however long that page takes to come. */
function recentWords() {
  try {
    const { words, since } = JSON.parse(sessionStorage.getItem(RECENT) || "{}");
    if (!words || Date.now() - since > STALE_MS) return "";
    if (saidUntil === null && document.querySelector("[data-outbox-chip]")) saidUntil = Date.now() + RECENT_MS;
    if (saidUntil === null || Date.now() < saidUntil) return words;
    sessionStorage.removeItem(RECENT);
    return "";
  } catch {
    return "";
  }
}

function rememberRecorded(received_at, zone) {
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  saidUntil = null;
  const words = t("Recorded {time}", { time: clock.format(Date.parse(received_at)) });
  try {
    sessionStorage.setItem(RECENT, JSON.stringify({ words, since: Date.now() }));
  } catch { /* the list and the chart say it too */ }
}

async function show() {
  await count();
  state.recent = recentWords();
  clearTimeout(fading);
  if (state.recent) fading = setTimeout(show, RECENT_MS / 4);
  const detail = { ...state };
  document.dispatchEvent(new CustomEvent("monitor:outbox", { detail }));
  showChips(detail);
}

/* Tell this page and the other ones of this tablet. */
function announce(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
  if (channel) channel.postMessage({ name, detail });
}

function hear(news) {
  if (news.kind === "sending") state.sending = news.entry.key;
  if (news.kind === "recorded") {
    state.sending = null;
    state.trouble = "";
    state.waiting_for = "";
    state.offline_since = null;
    rememberRecorded(news.received_at, news.entry.zone);
    state.recorded = { key: news.entry.key, session: news.entry.session, received_at: news.received_at };
    announce("monitor:recorded", { ...state.recorded, label: news.entry.label, asks: news.asks });
  }
  if (news.kind === "waiting") {
    state.sending = null;
    state.trouble = news.trouble;
    state.waiting_for = news.outcome === "sign_in" ? news.trouble : "";
    if (news.offline) markOffline();
  }
  if (news.kind === "refused") {
    state.sending = null;
    announce("monitor:refused", news.entry);
  }
  if (news.kind === "looked") state.sending = null;
  show();
}

/* Who signs out leaves no patient behind on the tablet; drafts and unsent entries stay theirs. */
const forgetPatients = () => transact(["entries"], "readwrite", (entries) => { entries.clear(); });

function markOffline() {
  if (!state.offline_since) state.offline_since = new Date().toISOString();
}

/* Ask the browser not to clear what waits here when the tablet runs short of room. */
function askToStay() {
  const { storage } = navigator;
  if (storage && storage.persist) storage.persist().catch(() => {});
}

async function keep(entry, draftId) {
  const key = await put(entry, draftId);
  await show();
  if (channel) channel.postMessage({ name: "monitor:kept", detail: null });
  askToStay();
  drain();
  return key;
}

async function retry(key) {
  const entry = await find(key);
  if (entry) await change(entry.order, { state: "waiting", refused: null });
  await show();
  return drain();
}

async function remove(key) {
  const entry = await find(key);
  if (entry) await take(entry.order);
  return show();
}

async function answer(entry, changes, added) {
  await settle(entry.order, changes, added);
  await show();
  if (channel) channel.postMessage({ name: "monitor:kept", detail: null });
  drain();
}

addEventListener("offline", () => { markOffline(); show(); });
addEventListener("online", () => { state.offline_since = null; show(); });
if (!navigator.onLine) markOffline();
if (channel) {
  channel.onmessage = ({ data }) => {
    if (data.detail) document.dispatchEvent(new CustomEvent(data.name, { detail: data.detail }));
    show();
  };
}

window.monitor = window.monitor || {};
window.monitor.outbox = {
  put: keep, list, drain, retry, remove, answer, newKey, drafts: () => readAll("drafts"),
  snapshot: () => ({ ...state }),
  markOffline: () => { markOffline(); show(); },
  markOnline: () => { if (state.offline_since) { state.offline_since = null; show(); drain(); } },
  forgetPatients, open: () => openList(window.monitor.outbox),
};
show().then(() => start(hear));
startReporting(list);
setInterval(() => { if (state.unsent) show(); }, AGE_MS);
