/* Draws the draft into the page. Holds no state: the same form gives the same picture.
 *
 * Contract: `paint(form)`; `form` is the one object that main.js keeps (entry, draft, now(), ...).
 * Elements are found by data-say (text), data-figure and data-last (a vital sign), data-act (buttons).
 */
import { routeName } from "../dialogs/entry-words.js";
import { FIELDS } from "./keys.js";
import { derived } from "./limits.js";
import { effectName, flagName } from "../names.js";
import { FELT, OTHERS, READ_FROM_SIGNS, confirmable, following, numberIn, pair } from "./draft.js";
import { capital, clockWords, dayWords, elapsedWords, reasonWords } from "./words.js";

const { t, word } = window.monitor;
const { typed } = window.monitor.language;

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const one = (selector, root = document) => root.querySelector(selector);

export function say(name, text) {
  all(`[data-say="${name}"]`).forEach((node) => { if (node.textContent !== text) node.textContent = text; });
}

function press(act, isPressed) {
  all(`[data-act="${act}"]`).forEach((button) => {
    const next = String(Boolean(isPressed(button)));
    if (button.getAttribute("aria-pressed") !== next) button.setAttribute("aria-pressed", next);
  });
}

const lastOf = (form, field) => {
  const last = form.entry.last[field];
  return last && last.value !== null && last.value !== undefined ? last : null;
};

const plainValue = (value) => (typeof value === "number" ? window.monitor.language.number(value) : word(value));

export function lastWords(form, field) {
  const last = lastOf(form, field);
  if (!last) return t("no earlier value");
  const at = clockWords(Date.parse(last.at), form.zone);
  if (field !== "systolic_mmhg") return t("last {value} at {time}", { value: plainValue(last.value), time: at });
  const below = lastOf(form, "diastolic_mmhg");
  return t("last {value} at {time}", { value: `${last.value}/${below ? below.value : "?"}`, time: at });
}

/* Flags of eligibility under which the session was started; the whole story stands in the title. */
function paintFlags(screened) {
  const flags = screened ? screened.flags : [];
  const mark = one('[data-part="flags"]');
  mark.hidden = !flags.length;
  say("flagged", t("Flagged: {flags}", { flags: flags.map((flag) => word(flag.label)).join(", ") }));
  mark.title = flags.map((flag) => t("Flagged: {flag} ({word}). Overridden by {name}: {reason}.", {
    flag: word(flag.label), word: flag.word.replace(/^\w+/, word), name: flag.by, reason: flag.reason,
  })).join(" ");
}

function paintBanner(form) {
  const { session, patient, me } = form.entry;
  say("chair", session.chair);
  say("name", patient.name);
  say("born", t("born {date}", { date: dayWords(patient.birth_date) }));
  say("dose", `${word(session.drug)} ${window.monitor.language.number(session.dose_mg)} mg ${routeName(session.route)}`);
  const { self_harm: said } = form.entry;
  one('[data-part="item9"]').hidden = !said || said.needs_person === false;
  if (said) say("item9", t("PHQ-9 item 9: {score}", { score: said.score }));
  paintFlags(form.entry.screened);
  say("who", me.initials);
  say("who-name", me.name);
}

export function paintClock(form) {
  const now = form.now() + form.skew_ms;
  say("elapsed", elapsedWords(now, form.entry.session.time_zero));
  say("clock", clockWords(now, form.zone));
  const at = (form.draft.at === null ? form.now() : form.draft.at) + form.skew_ms;
  say("at", clockWords(at, form.zone));
  const late = Math.floor((now - at) / 60000);
  const isLate = late > form.entry.measured_at.late_minutes;
  say("at-elapsed", isLate ? t("{late} min ago, late", { late }) : elapsedWords(at, form.entry.session.time_zero));
  one('[data-card="when"]').classList.toggle("is-late", isLate);
}

function paintSign(form, field, node) {
  const { draft } = form;
  const text = draft.text[field] || "";
  const said = draft.not_measured[field];
  const counting = field === "respiratory_rate_per_min" && draft.counting;
  node.classList.toggle("is-reason", Boolean(said) && !text);
  if (said && !text) node.textContent = reasonWords(said);
  else if (counting && form.count_text) node.textContent = `${form.count_text} ×2`;
  else if (text) node.textContent = typed(text);
  else node.replaceChildren(document.createElement("u"));
  const button = node.closest("[data-field]");
  const words = typed(text) || (said ? t("not measured, {why}", { why: reasonWords(said) }) : t("empty"));
  button.setAttribute("aria-label", `${button.dataset.label}: ${words}. ${lastWords(form, field)}`);
  button.classList.toggle("is-current", draft.active === field);
}

function paintSigns(form) {
  const { draft } = form;
  all("[data-figure]").forEach((node) => paintSign(form, node.dataset.figure, node));
  all("[data-last]").forEach((node) => { node.textContent = lastWords(form, node.dataset.last); });
  all("[data-card]").forEach((card) => {
    const fields = card.dataset.card.split(" ");
    card.classList.toggle("is-active", fields.includes(draft.active));
    card.classList.toggle("is-doubt", Boolean(form.doubt) && fields.includes(form.doubt_field));
  });
  paintBaseline(form);
}

function paintBaseline(form) {
  const { baseline } = form.entry;
  const place = one('[data-say="from-baseline"]');
  if (!baseline || baseline.status !== "accepted" || !baseline.systolic_mmhg) {
    place.textContent = t("no baseline");
    return;
  }
  const signed = (value, base) => (value === null ? "" : `${value - base < 0 ? "−" : "+"}${Math.abs(value - base)}`);
  const [systolic, diastolic] = pair(form.draft);
  const low = form.limits.systolic_mmhg.hard[0];
  const above = systolic !== null && systolic >= low ? signed(systolic, baseline.systolic_mmhg) : "";
  const below = diastolic !== null && above ? signed(diastolic, baseline.diastolic_mmhg) : "";
  const change = document.createElement("b");
  change.textContent = [above, below].filter(Boolean).join(" / ");
  const base = document.createElement("span");
  base.textContent = t("from baseline {pressure}", { pressure: `${baseline.systolic_mmhg}/${baseline.diastolic_mmhg}` });
  place.replaceChildren(change, base);
}

function paintChoices(form) {
  const { draft } = form;
  press("rhythm", (button) => draft.rhythm === button.dataset.value);
  press("air", (button) => draft.air === button.dataset.value);
  for (const name of ["moaas", "rass", "amt4"]) {
    const key = name === "amt4" ? "amt4_errors" : name;
    press(name, (button) => draft[key] === Number(button.dataset.value));
  }
  for (const name of ["acvpu", "position"]) press(name, (button) => draft[name] === button.dataset.value);
  const moaas = lastOf(form, "moaas");
  all('[data-act="moaas"]').forEach((button) => {
    button.classList.toggle("is-last", Boolean(moaas) && Number(button.dataset.value) === moaas.value);
  });
  const flow = lastOf(form, "oxygen_l_min");
  const typed = numberIn(draft, "oxygen_l_min");
  say("air", flow && flow.value === 0 ? t("last") : "");
  say("oxygen", draft.air === "oxygen" ? (typed === null ? "L/min ?" : `${typed} L/min`) : flow && flow.value > 0 ? t("last {flow} L", { flow: flow.value }) : "");
}

function gradeHint(form, effect) {
  const said = form.draft.grades[effect];
  if (said && said.how === "unchanged") return t("unchanged");
  if (said) return READ_FROM_SIGNS.includes(effect) ? t("your own grade") : "";
  if (!READ_FROM_SIGNS.includes(effect)) return OTHERS.includes(effect) ? "" : t("not assessed");
  const grade = derived(effect, readings(form), form.entry.derived);
  if (!grade) return t("not assessed");
  return effect === "irregular_heart_rate" ? t("from rhythm") : t("from {pressure}", { pressure: pair(form.draft).join("/") });
}

function readings(form) {
  const [systolic, diastolic] = pair(form.draft);
  return { rhythm: form.draft.rhythm, systolic, diastolic };
}

function gradeLabel(effect, grade, isLast, isRead) {
  const said = [isLast ? t("the last grade") : "", isRead ? t("read from the vital signs") : ""].filter(Boolean);
  return [`${effectName(effect)}: ${word(grade)}`, ...said].join(", ");
}

function paintRow(form, effect) {
  const said = form.draft.grades[effect];
  const read = said ? null : READ_FROM_SIGNS.includes(effect) ? derived(effect, readings(form), form.entry.derived) : null;
  const last = lastOf(form, effect);
  all(`[data-row="${effect}"]`).forEach((row) => {
    row.classList.toggle("is-derived", Boolean(read));
    row.classList.toggle("is-open", !said && !read);
    all("[data-grade]", row).forEach((button) => {
      const { grade } = button.dataset;
      button.setAttribute("aria-pressed", String(Boolean(said) && said.grade === grade));
      button.classList.toggle("is-read-from", read === grade);
      button.classList.toggle("is-last", Boolean(last) && last.value === grade);
      button.setAttribute("aria-label", gradeLabel(effect, grade, last && last.value === grade, read === grade));
    });
  });
  say(`row-${effect}`, gradeHint(form, effect));
}

function paintFelt(form) {
  const { draft } = form;
  [...FELT, ...READ_FROM_SIGNS, ...OTHERS].forEach((effect) => paintRow(form, effect));
  press("flags-none", () => draft.flags !== null && !draft.flags.length);
  press("flags-report", () => draft.flags !== null && draft.flags.length);
  press("flag", (button) => draft.flags !== null && draft.flags.includes(button.dataset.flag));
  say("flags", draft.flags && draft.flags.length ? draft.flags.map(flagName).join(", ") : t("chest pain, fainting …"));
  say("row-flags", draft.flags === null ? t("not asked") : "");
  const times = FELT.map((effect) => lastOf(form, effect)).filter(Boolean).map((last) => Date.parse(last.at));
  say("felt-last", times.length ? t("dashed = last, {time}", { time: clockWords(Math.max(...times), form.zone) }) : t("never asked yet"));
  const more = OTHERS.filter((effect) => draft.grades[effect]).length
    + ["acvpu", "rass", "amt4_errors", "position"].filter((name) => draft[name] !== null).length
    + (numberIn(draft, "temperature_c") === null ? 0 : 1);
  say("more", more ? t("More, {count}", { count: more }) : t("More"));
  const may = Object.keys(confirmable(form.entry.last, form.now() + form.skew_ms, form.entry.unchanged_minutes)).length > 0;
  all('[data-act="unchanged"]').forEach((button) => { button.disabled = !may; });
}

function paintPad(form) {
  const { draft } = form;
  const { active } = draft;
  const field = active ? FIELDS[active] : null;
  const counting = active === "respiratory_rate_per_min" && draft.counting;
  say("pad-name", field ? (counting ? t("Breaths in 30 s") : `${field.name}, ${field.unit}`) : t("All keyed"));
  say("pad-last", field ? (counting ? t("doubled for you") : lastWords(form, active)) : t("tap a value to change it"));
  say("pad-value", field ? (counting ? form.count_text : typed(draft.text[active] || "")) : "");
  const pad = one('[data-part="pad"]');
  pad.classList.toggle("is-idle", !field);
  pad.classList.toggle("is-decimal", Boolean(field && field.decimal));
  const no = one('[data-say="refused"]');
  no.hidden = !form.refused;
  no.textContent = form.refused;
  all('[data-act="nudge"]').forEach((button) => { button.disabled = !field || numberIn(draft, active) === null; });
  all('[data-act="key"], [data-act="not-measured"]').forEach((button) => { button.disabled = !field; });
  const next = one('[data-act="next"]');
  const to = active ? following(draft, active) : null;
  next.textContent = to ? t("Next: {field}", { field: FIELDS[to].short }) : active ? t("Done") : t("Next");
  next.disabled = !active;
}

export function paint(form) {
  paintBanner(form);
  paintClock(form);
  paintSigns(form);
  paintChoices(form);
  paintFelt(form);
  paintPad(form);
}

export const fieldTitle = (field) => (field.endsWith("tolic_mmhg") ? t("Blood pressure") : capital(FIELDS[field].name));
