/* window.monitor.paper: a downtime sheet copied back, line by line.
 *
 * Contract: [data-paper] holds the session's id and gets the table; [data-paper-save] records every line that says something,
 * in the order of the sheet, each under a key of its own; [data-paper-said] tells what became of them. The sheet as typed lies
 * in the store `drafts` (id paper|<session>|<person>) until every line is recorded: it survives a reload and the lock, and no copy of a
 * patient outlives its use. On the cover it is its author's alone. A line without an answer is sent again word for word or not at all. What is unlikely, there already or impossible is the server's word;
 * the limits under a field are its data. Arrow keys move in the table, Enter goes down.
 */
import { element } from "./dialogs/frame.js";
import { entryTitle } from "./dialogs/entry-words.js";
import { read, remove, write } from "./outbox/db.js";
import { classAfter } from "./dialogs/medicine-names.js";
import { COLUMNS, KINDS, MORE, lineEvents, setEvents } from "./paper/fields.js";
import { eventLine, heads, paint, setLine } from "./paper/draw.js";
import { send } from "./paper/send.js";
import { clockOf, dayBefore, dayOf, laidOut } from "./paper/times.js";

const { t, tn, api, clock } = window.monitor;
const LINES = 6, EVENTS = 2, MINUTE = 60000, KEEP_AFTER_MS = 150;
const WAITS = new Set(["unsure", "sign_in", "asked", "refused"]);

const place = document.querySelector("[data-paper]");
const session = place.dataset.paper;
const bar = document.querySelector("[data-paper-save]");
let author = null, authorName = ""; // who began the sheet: `entry` may be read again by another
let entry = null, sheet = null, times = new Map(), keeping = null, sending = false;

const newLine = (kind) => ({ key: crypto.randomUUID(), kind, values: {}, flags: [], state: "new", told: "", confirmed: [], row: null });
const lines = () => [...sheet.sets, ...sheet.events];
const find = (key) => lines().find((line) => line.key === key);
const nodeOf = (line) => place.querySelector(`[data-line="${line.key}"]`);
const isSet = (line) => line.kind === "set";
const typed = (line) => Object.entries(line.values).some(([id, text]) => id !== "measured_by" && text !== "") || line.flags.length > 0;
const saysSomething = (line) => typed(line) && line.state !== "recorded";
const bodies = (line) => (isSet(line) ? setEvents(line.values, line.flags) : lineEvents(line.kind, line.values, entry.medicines || []));

function say(words) { document.querySelector("[data-paper-said]").textContent = words; }

async function keep() {
  clearTimeout(keeping);
  keeping = null;
  Object.assign(sheet, { sheet_of: session, unsent: lines().some(saysSomething) });
  const isDone = !sheet.unsent && lines().some((line) => line.state === "recorded");
  try { await (isDone ? remove("drafts", sheet.id) : write("drafts", sheet)); } catch (error) { say(error.message); }
}
function keepSoon() {
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEEP_AFTER_MS);
}

function lay() {
  const latest = clock.now() + entry.measured_at.future_minutes * MINUTE;
  times = new Map();
  for (const group of [sheet.sets, sheet.events]) {
    const found = laidOut(group.map((line) => line.values.time || ""), sheet.day, entry.zone, latest);
    group.forEach((line, index) => times.set(line.key, found[index]));
  }
}

function whenWords({ at }) {
  if (at === null) return "";
  const zero = entry.session.time_zero ? Date.parse(entry.session.time_zero) : null;
  const counted = zero === null ? "" : ` · T${at < zero ? "−" : "+"}${Math.floor(Math.abs(at - zero) / MINUTE)}`;
  return `${window.monitor.language.day(dayOf(at, entry.zone))} ${clockOf(at, entry.zone)}${counted}`;
}

const TIMES = () => ({
  form: t("The time is written as hours and minutes, such as 14:05."),
  jumped: t("The clocks were put forward over this time: there was none."),
});

function limitProblem(line) {
  for (const spec of COLUMNS) {
    const limit = entry.limits[spec.id], text = line.values[spec.id];
    const value = Number((text || "").replace(",", "."));
    if (!limit || !text || Number.isNaN(value)) continue;
    const [low, high] = limit.hard;
    if ((low !== null && value < low) || (high !== null && value > high)) {
      return t("{name} {value} cannot be: {low} to {high} {unit}.", { name: spec.name, value: text, low, high, unit: limit.unit });
    }
  }
  return "";
}

function beside(at) {
  if (at === null) return [];
  const same = entry.entries.filter((one) => !one.struck && one.kind !== "arrived" && Math.floor(Date.parse(one.at) / MINUTE) === Math.floor(at / MINUTE));
  return same.map((one) => t("Recorded already: {what} ({name})", { what: entryTitle(one), name: one.by }));
}

function recordedWords(received, at) {
  const words = { time: clockOf(received, entry.zone) };
  return received - at > entry.measured_at.late_minutes * MINUTE ? t("Recorded {time}, late, from paper", words) : t("Recorded {time}, from paper", words);
}

function show(line) {
  const node = nodeOf(line), time = times.get(line.key);
  const problem = line.state !== "new" ? "" : TIMES()[time.problem] || (isSet(line) ? limitProblem(line) : "");
  const recorded = line.received_at ? recordedWords(Date.parse(line.received_at), time.at) : "";
  paint(node, line, { when: whenWords(time), beside: beside(time.at), problem, recorded, typed: typed(line) });
  const flags = node.querySelector(".paper__flags");
  if (!flags) return;
  const present = line.values.flags === "present";
  flags.hidden = !present;
  if (present) open(node, true);
}

function showAll() {
  lay();
  lines().forEach(show);
  const waiting = lines().filter(saysSomething).length;
  bar.textContent = waiting ? tn("Record {number} line", "Record {number} lines", waiting) : t("Record all lines");
  const done = lines().some((line) => line.state === "recorded");
  place.querySelector("[data-act=clear]").hidden = !done;
}

function draw() {
  const day = element("input", { type: "date", value: sheet.day, max: today(), min: dayBefore(today()), "aria-label": t("Day of the first line"), "data-sheet-field": "day" });
  const who = element("input", { type: "text", value: sheet.measured_by, maxlength: "80", autocomplete: "off", "aria-label": t("Measured by, initials or name on the paper"), "data-sheet-field": "measured_by" });
  const button = (act, words, css = "btn") => element("button", { type: "button", class: css, "data-act": act }, words);
  place.replaceChildren(
    element("div", { class: "paper__top" }, [
      element("label", {}, [t("Measured by"), who]), element("label", {}, [t("Day of the first line"), day]),
      element("span", { class: "grow" }), button("clear", t("Clear what is recorded")),
    ]),
    element("div", { class: "paper__scroll card", role: "region", tabindex: "0", "aria-label": t("Sets on the sheet") }, [
      element("table", { class: "paper__table" }, [element("caption", { class: "spoken" }, t("Sets on the sheet")), heads(), ...sheet.sets.map((line, index) => setLine(line, index + 1))]),
    ]),
    button("add-set", t("One more set")),
    element("h2", {}, t("Events")),
    element("div", { class: "paper__events" }, sheet.events.map((line, index) => eventLine(line, index + 1))),
    button("add-event", t("One more event")),
  );
  showAll();
}

const today = () => dayOf(clock.now(), entry.zone);

/* What is there of a sheet: nothing, or what this person typed on this tablet before. */
async function begin() {
  const got = await api.get(`/sessions/${encodeURIComponent(session)}/entry`);
  if (!got.ok) {
    say(api.sentence(got));
    place.replaceChildren(element("button", { type: "button", class: "btn", "data-act": "begin" }, t("Try again")));
    return;
  }
  entry = got.body;
  clock.sync(entry.now);
  author = entry.me.id;
  authorName = entry.me.name;
  const id = `paper|${session}|${author}`;
  const kept = await read("drafts", id).catch(() => null);
  sheet = kept || {
    id, day: today(), measured_by: "",
    sets: Array.from({ length: LINES }, () => newLine("set")), events: Array.from({ length: EVENTS }, () => newLine("medication")),
  };
  // What was on its way when the page was left has no answer: it may be kept already.
  lines().filter((line) => line.state === "sending").forEach((line) => Object.assign(line, { state: "unsure", told: t("It was on its way when this page was left: send it again.") }));
  draw();
}

function rowOf(line, above) {
  const time = times.get(line.key);
  if (time.at === null) return { problem: TIMES()[time.problem] || t("The time is missing.") };
  const by = (line.values.measured_by || sheet.measured_by).trim();
  if (!by) return { problem: t("Who measured it? Write the initials on the paper.") };
  const events = bodies(line);
  if (!events.length) return { problem: t("The line has a time and says nothing.") };
  if (line.values.flags === "present" && !line.flags.length) return { problem: t("Which red flags were present?") };
  const row = { at: new Date(time.at).toISOString(), measured_by: by, events, recorded_at: new Date(clock.now()).toISOString() };
  return { row: above === null ? row : { ...row, above_at: new Date(above).toISOString() } };
}

async function record(line, above) {
  if (line.row === null) {
    const { row, problem } = rowOf(line, above);
    if (problem) { Object.assign(line, { state: "refused", told: problem }); return; }
    line.row = row;
  }
  line.state = "sending";
  show(line);
  await keep(); // before it leaves: a page that dies now finds it again, word for word
  const answer = await send(session, line, { ...line.row, confirmed: line.confirmed }, author);
  const spec = [...COLUMNS, ...MORE].find(({ id }) => id === answer.field);
  if (spec) answer.told = t("{name}: {sentence}", { name: spec.name, sentence: answer.told });
  Object.assign(line, { asked: [], ...answer });
  if (answer.state !== "unsure" && answer.state !== "sign_in") line.row = null;
  await keep();
}

async function recordAll(only = null) {
  if (sending) return;
  sending = true;
  bar.disabled = true;
  lay();
  for (const group of [sheet.sets, sheet.events]) {
    let above = null;
    for (const line of group) {
      if (saysSomething(line) && (only === null || only === line)) { await record(line, isSet(line) ? above : null); show(line); }
      const { at } = times.get(line.key);
      if (at !== null) above = at;
    }
  }
  const got = await api.get(`/sessions/${encodeURIComponent(session)}/entry`);
  if (got.ok) entry = got.body;
  sending = false;
  bar.disabled = false;
  showAll();
  tell();
}

function tell() {
  const count = (...states) => lines().filter((line) => states.includes(line.state)).length;
  say([
    count("recorded") ? t("{number} recorded", { number: count("recorded") }) : "",
    count("asked") ? t("{number} to be confirmed", { number: count("asked") }) : "",
    count("refused") ? t("{number} not recorded", { number: count("refused") }) : "",
    count("unsure", "sign_in") ? t("{number} without an answer", { number: count("unsure", "sign_in") }) : "",
  ].filter(Boolean).join(" · "));
  const waits = lines().find((line) => WAITS.has(line.state));
  if (waits) nodeOf(waits).scrollIntoView({ block: "nearest" });
}

function open(node, wanted) {
  const under = node.querySelector(".paper__more");
  under.hidden = !wanted;
  node.querySelector("[data-act=more]").setAttribute("aria-expanded", String(wanted));
}

function changed(line) {
  if (line.state === "unsure" || line.state === "recorded") return;
  Object.assign(line, { state: "new", told: "", confirmed: [], asked: [], row: null });
}

function emptied(line) {
  const group = isSet(line) ? sheet.sets : sheet.events;
  group[group.indexOf(line)] = newLine(line.kind);
}

const ACTS = {
  begin: () => { begin(); },
  more: (line, node) => { open(node, node.querySelector(".paper__more").hidden); },
  confirm: (line) => { line.confirmed = [...new Set([...line.confirmed, ...line.asked])]; recordAll(line); },
  again: (line) => { recordAll(line); },
  change: (line, node) => { changed(line); showAll(); node.querySelector("[data-field]").focus(); },
  leave: (line) => { emptied(line); draw(); },
  "add-set": () => { sheet.sets.push(newLine("set")); draw(); nodeOf(sheet.sets.at(-1)).querySelector("input").focus(); },
  "add-event": () => { sheet.events.push(newLine("medication")); draw(); nodeOf(sheet.events.at(-1)).querySelector("input").focus(); },
  clear: () => {
    sheet.sets = sheet.sets.filter((line) => line.state !== "recorded");
    sheet.events = sheet.events.filter((line) => line.state !== "recorded");
    while (sheet.sets.length < LINES) sheet.sets.push(newLine("set"));
    while (sheet.events.length < EVENTS) sheet.events.push(newLine("medication"));
    draw();
    say("");
  },
};

place.addEventListener("click", (event) => {
  const node = event.target.closest("[data-line]"), line = node && find(node.dataset.line);
  const flag = event.target.closest("[data-flag]"), act = event.target.closest("[data-act]");
  if (flag) {
    const code = flag.dataset.flag;
    changed(line);
    line.flags = line.flags.includes(code) ? line.flags.filter((one) => one !== code) : [...line.flags, code];
    flag.setAttribute("aria-pressed", String(line.flags.includes(code)));
  }
  if (act && !(sending && act.dataset.act !== "more")) ACTS[act.dataset.act](line, node);
  if ((flag || act) && sheet) { if (flag) showAll(); keepSoon(); }
});

place.addEventListener("input", (event) => {
  const own = event.target.dataset.sheetField;
  if (own) { if (event.target.value || own !== "day") sheet[own] = event.target.value; showAll(); keepSoon(); return; }
  const node = event.target.closest("[data-line]"), line = find(node.dataset.line);
  changed(line);
  if ("kind" in event.target.dataset) {
    line.kind = event.target.value;
    line.values = { time: line.values.time || "", measured_by: line.values.measured_by || "" };
    draw();
    nodeOf(line).querySelector("[data-kind]").focus();
  } else {
    line.values[event.target.dataset.field] = event.target.value;
    if (line.kind === "medication" && event.target.dataset.field === "name") nameClass(line, node);
    showAll();
  }
  keepSoon();
});

/* A medicine of the clinic's list brings its class along, as on the entry form. */
function nameClass(line, node) {
  const { name, medication_class: before } = line.values;
  const { chosen, byName } = classAfter(entry.medicines || [], name, before || null, line.byName || null);
  line.byName = byName;
  line.values.medication_class = chosen || "";
  node.querySelector("[data-field=medication_class]").value = chosen || "";
}

/* The same field of the line above or below; sideways at the end of what is typed. */
function target(input, key) {
  const across = [...input.closest("tr").querySelectorAll("[data-field]")];
  if (key === "ArrowLeft" || key === "ArrowRight") {
    if (input.tagName === "INPUT") {
      const edge = key === "ArrowLeft" ? 0 : input.value.length;
      const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
      if (!whole && (input.selectionStart !== edge || input.selectionEnd !== edge)) return null;
    }
    return across[across.indexOf(input) + (key === "ArrowLeft" ? -1 : 1)] || null;
  }
  const column = [...place.querySelectorAll(`.paper__table tr:first-child [data-field="${input.dataset.field}"]`)];
  return column[column.indexOf(input) + (key === "ArrowUp" ? -1 : 1)] || null;
}

place.addEventListener("keydown", (event) => {
  const input = event.target.closest(".paper__table [data-field]");
  const down = event.key === "Enter" && input && input.tagName === "INPUT";
  if (!input || !(down || event.key.startsWith("Arrow"))) return;
  if (input.tagName === "SELECT" && !event.key.endsWith("Left") && !event.key.endsWith("Right")) return;
  const next = target(input, down ? "ArrowDown" : event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next.select) next.select();
});

bar.addEventListener("click", () => { if (sheet) recordAll(); });

function draftOnLock() {
  const waiting = sheet ? lines().filter(saysSomething).length : 0;
  if (!waiting) return null;
  return {
    of: { id: author, name: authorName }, chair: entry.session.chair, name: entry.patient.name, birth_date: entry.patient.birth_date,
    title: tn("{number} line from paper", "{number} lines from paper", waiting), words: t("On this tablet, not saved yet."),
  };
}
if (window.monitor.lock) window.monitor.lock.draft = draftOnLock;
addEventListener("pagehide", () => { if (keeping) keep(); });
window.monitor.paper = { settled: async () => { if (keeping) await keep(); }, KINDS };
begin();
