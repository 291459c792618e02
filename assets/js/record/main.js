/* window.monitor.record: the entry form. Listens to taps, changes the draft, paints, keeps it.
 *
 * Contract: the session id stands in the address' fragment. Every tap on an element with data-act
 * runs the act of that name; the draft is written to this tablet after each of them. No clinical
 * rule is in here: limits, urgent limits and bands are the server's data.
 */
import { acts, calmDown } from "./acts.js";
import { isEmpty, rebind } from "./draft.js";
import { form, handOn, keep, paintAll, settled, startOver } from "./form.js";
import { one, paintClock } from "./paint.js";
import { paintBar } from "./save.js";
import { showPicker, showTrouble } from "./start.js";
import { draftsOfOthers, keepDraft, loadDraft, loadEntry } from "./store.js";
import { plain, readBack, clockWords } from "./words.js";

const { t } = window.monitor;

const TICK_MS = 1000;
const REFRESH_MS = 60000;

const isOpen = () => form.draft && document.documentElement.dataset.ready === "yes";

function onClick(event) {
  const button = event.target.closest("[data-act]");
  if (!button || button.disabled || !isOpen()) return;
  const act = acts[button.dataset.act];
  if (!act) return;
  const before = form.draft;
  form.refused = "";
  form.saved = null;
  if (button.dataset.act !== "discard") calmDown();
  act(form, button.dataset, button);
  paintAll();
  if (form.draft !== before) keep();
}

function onKey(event) {
  if (!isOpen() || event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key === "Backspace" ? "erase" : event.key.replace(",", ".");
  if (event.key === "Escape" && (form.panel || form.more)) return run("escape", {});
  if (/^[0-9.]$/.test(key) || key === "erase") {
    if (form.panel) return undefined;
    event.preventDefault();
    return run("key", { key });
  }
  return undefined;
}

function run(name, data) {
  const before = form.draft;
  form.refused = "";
  acts[name](form, data);
  paintAll();
  if (form.draft !== before) keep();
}

function take(got) {
  form.entry = got.entry;
  form.limits = got.entry.limits;
  form.zone = got.entry.zone;
  form.skew_ms = got.skew_ms || 0;
  form.closed = Boolean(got.entry.session.closed_at);
  document.querySelectorAll('[data-say="demo"]').forEach((node) => { node.hidden = !got.entry.demo; });
  document.querySelectorAll("[data-dialog]").forEach((node) => { node.dataset.session = got.entry.session.id; });
  if (got.fresh) window.monitor.outbox.markOnline();
  else window.monitor.outbox.markOffline();
}

async function reopened(session, person) {
  const key = sessionStorage.getItem("monitor-reopen");
  if (!key) return null;
  const entry = (await window.monitor.outbox.list()).find((kept) => kept.key === key);
  if (left) return null; // the page that comes asks again
  sessionStorage.removeItem("monitor-reopen");
  if (!entry || entry.session !== session || !entry.form || entry.person.id !== person) return null;
  const draft = { ...entry.form, key: window.monitor.outbox.newKey() };
  await keepDraft(draft); // here first, then off the list: it is nowhere at no time
  await window.monitor.outbox.remove(key);
  return draft;
}

async function begin() {
  const session = decodeURIComponent(location.hash.slice(1));
  if (!session) return showPicker();
  const got = await loadEntry(session);
  if (left) return undefined;
  if (!got.entry) return showTrouble(got);
  take(got);
  startOver();
  const again = await reopened(session, got.entry.me.id).catch(() => null);
  const half = again || (await loadDraft(session, got.entry.me.id).catch(() => null));
  if (half) form.draft = half;
  if (half) form.saved = { tone: "caution", text: t("Half-typed set from {time}: check that it is {name}'s.", { time: clockWords(half.touched_at + form.skew_ms, form.zone), name: got.entry.patient.name }) };
  const others = await draftsOfOthers(session, got.entry.me.id);
  if (left) return undefined;
  if (!half && others.length) form.saved = { tone: "caution", text: t("{name} has a half-typed set for this patient on this tablet.", { name: others[0].person.name }) };
  one('[data-part="waiting"]').hidden = true;
  one('[data-part="entry"]').hidden = false;
  document.documentElement.dataset.ready = "yes";
  paintAll();
  return undefined;
}

async function takeOver(person) {
  form.entry.me = { ...form.entry.me, ...person };
  await handOn(rebind(form.draft, { id: person.id, name: person.name, initials: person.initials }));
  refresh();
}

/* Another session was asked for: until its form is there nothing can be tapped into this one, not even an emergency. */
let left = false;
function leave() {
  left = true;
  document.documentElement.dataset.ready = "no";
  document.querySelectorAll("[data-dialog]").forEach((node) => { delete node.dataset.session; });
  one('[data-part="entry"]').hidden = true;
  one('[data-part="waiting"]').hidden = false;
  settled().then(() => location.reload());
}

/* What the lock says of the half-typed set behind it. */
function draftOnLock() {
  if (!form.draft || isEmpty(form.draft)) return null;
  const { session, patient } = form.entry;
  const words = plain(readBack(form.draft)) || t("begun");
  return { chair: session.chair, title: t("Half-typed observation set"), words, name: patient.name, birth_date: patient.birth_date };
}

async function refresh() {
  if (!form.entry) return;
  const got = await loadEntry(form.entry.session.id);
  if (left) return;
  const { lock } = window.monitor;
  if (got.status === 401 && lock && !lock.isLocked()) lock.lock(); // the sign-in has ended meanwhile
  if (!got.entry || got.entry.me.id !== form.entry.me.id) {
    if (got.entry) settled().then(() => location.reload());
    return;
  }
  take(got);
  paintAll();
}

document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
document.addEventListener("submit", (event) => {
  if (!event.target.matches('[data-part="reason-words"]')) return;
  event.preventDefault();
  run("reason-words", { words: event.target.querySelector("input").value.trim() });
});
document.addEventListener("monitor:outbox", () => { if (form.draft) paintBar(form); });
/* What the bar said of a set that waited is over once the server has answered. */
function wasAnswered(key) {
  if (form.saved && form.saved.key === key) form.saved = null;
}
document.addEventListener("monitor:refused", (event) => {
  wasAnswered(event.detail.key);
  if (form.entry && event.detail.session === form.entry.session.id && !form.saving) refresh();
});
document.addEventListener("monitor:recorded", (event) => {
  wasAnswered(event.detail.key);
  if (form.entry && event.detail.session === form.entry.session.id && !form.saving) refresh();
});
document.addEventListener("monitor:unlocked", (event) => {
  const { person, same } = event.detail;
  window.monitor.outbox.drain();
  if (same || !form.draft || isEmpty(form.draft)) return;
  event.preventDefault(); // name and birth date were confirmed on the cover: the draft goes on
  takeOver(person);
});
addEventListener("hashchange", leave);
setInterval(() => { if (form.draft) paintClock(form); }, TICK_MS);
setInterval(() => { if (!form.saving) refresh(); }, REFRESH_MS);

window.monitor = window.monitor || {};
window.monitor.record = { form, refresh, settled };
if (window.monitor.lock) window.monitor.lock.draft = draftOnLock;
begin();
