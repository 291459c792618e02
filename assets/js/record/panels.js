/* The panels laid over the keypad column (check, reason, red flags, partial set) and over the side
 * effects (More). They are not modal: the other columns stay readable and usable.
 *
 * Contract: `open(form, name)`, `close(form)`, `paintPanel(form)`, `bringIntoView(place)`; `openWords(form)`, `showMore(form, shown)`,
 * `showTab(name)` for what lies over the side effects; `form.panel` is the open one's name. A panel is cloned from its <template>; its buttons carry data-act like all others.
 */
import { ORDER } from "./draft.js";
import { missing } from "./events.js";
import { all, fieldTitle, one, say } from "./paint.js";
import { capital, clockWords, reasonWords } from "./words.js";

const { t } = window.monitor;

const over = () => one('[data-part="over"]');
/* What a panel covers takes no focus: the keyboard would go where nobody sees it. */
const coverPad = (covered) => { one('[data-part="pad"]').inert = covered; };
const TITLES = { check: t("Confirm or correct"), reason: t("Not measured, why"), flags: t("Red-flag symptoms"), partial: t("Save a partial set") };

let giveBack = null;
let moreGivesBack = null;

function firstOf(place) {
  const { focus } = window.monitor;
  const first = one("button:not([disabled])", place);
  if (first) first.focus({ preventScroll: true, focusVisible: focus.byKeys() });
}

export function open(form, name) {
  giveBack = form.panel ? giveBack : window.monitor.focus.remember();
  form.panel = name;
  const place = over();
  place.replaceChildren(one(`template[data-panel="${name}"]`).content.cloneNode(true));
  place.hidden = false;
  coverPad(true);
  place.className = `card over over--${name}`;
  place.setAttribute("role", name === "check" ? "alertdialog" : "dialog");
  place.setAttribute("aria-label", TITLES[name]);
  paintPanel(form);
  firstOf(place);
  bringIntoView(place);
}

/* With enlarged text the form is longer than the window: what a tap asks for comes to where one looks. */
export function bringIntoView(place) {
  if (document.documentElement.scrollHeight > window.innerHeight) place.scrollIntoView({ block: "nearest", behavior: "instant" });
}

export function close(form) {
  form.panel = null;
  const place = over();
  place.hidden = true;
  place.replaceChildren();
  coverPad(false);
  const back = giveBack;
  giveBack = null;
  if (!back) return;
  back();
  requestAnimationFrame(() => { // the last number is done, and what had the focus is shut with it
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body || activeElement.disabled) back();
  });
}

function svg(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, String(value)));
  if (text !== undefined) node.textContent = text;
  return node;
}

/* The baseline and the last value above the line, where they do not run into the number. */
function labels(values, x, number) {
  const room = 26;
  const [[base], [last]] = values;
  const shown = base !== null && last !== null && Math.abs(x(base) - x(last)) < room / 2 ? [[last, 0]] : values;
  return shown.filter(([value]) => value !== null && Math.abs(x(value) - x(number)) > room)
    .map(([value, aside]) => svg("text", { x: Math.min(Math.max(x(value) + aside, 12), 188), y: 24, "text-anchor": "middle" }, String(value)));
}

/* The number on a line with the usual range, the baseline and the last value. */
function line(doubt, last, base, hard) {
  const number = doubt.pulse === undefined ? doubt.value : doubt.pulse;
  const [low, high] = doubt.usual;
  const span = (high === null ? number : high) - (low === null ? number : low) || 1;
  const from = Math.max(Math.min(low ?? number, number, last ?? number) - span * 0.15, hard[0] ?? -Infinity);
  const to = Math.min(Math.max(high ?? number, number, last ?? number) + span * 0.15, hard[1] ?? Infinity);
  const x = (value) => 10 + (180 * (value - from)) / (to - from || 1);
  const left = low === null ? 10 : x(low);
  const right = high === null ? 190 : x(high);
  const drawing = svg("svg", { viewBox: "0 0 200 88", role: "img", "aria-label": t("{number}, usual {low} to {high}", { number, low: low ?? t("any"), high: high ?? t("any") }) });
  drawing.append(
    svg("rect", { x: left, y: 34, width: Math.max(right - left, 2), height: 14, rx: 2, class: "l-band" }),
    svg("path", { d: "M0 41H200", class: "l-axis" }),
  );
  if (base !== null) drawing.append(svg("path", { d: `M${x(base)} 30v22`, class: "l-base" }));
  if (last !== null) drawing.append(svg("circle", { cx: x(last), cy: 41, r: 5, class: "l-last" }));
  drawing.append(...labels([[base, -6], [last, 6]], x, number));
  drawing.append(svg("path", { d: `M${x(number)} 41l-8-13h16Z`, class: "l-now" }));
  drawing.append(svg("text", { x: Math.min(Math.max(x(number), 14), 186), y: 20, "text-anchor": "middle", class: "l-number" }, String(number)));
  if (low !== null) drawing.append(svg("text", { x: left, y: 66, "text-anchor": "middle" }, String(low)));
  if (high !== null) drawing.append(svg("text", { x: right, y: 66, "text-anchor": "middle" }, String(high)));
  drawing.append(svg("text", { x: (left + right) / 2, y: 84, "text-anchor": "middle", class: "l-usual" }, t("usual")));
  return drawing;
}

function paintCheck(form) {
  const { doubt } = form;
  const kept = form.entry.last[doubt.field];
  const last = kept && typeof kept.value === "number" ? kept.value : null;
  const base = form.entry.baseline ? form.entry.baseline[doubt.field] ?? null : null;
  say("check-name", doubt.name);
  say("check-value", String(doubt.value));
  const usual = t("Usual is {low} to {high}.", { low: doubt.usual[0] ?? t("any"), high: doubt.usual[1] ?? t("any") });
  const lastly = last === null ? "" : t("Last {value} at {time}.", { value: last, time: clockWords(Date.parse(kept.at), form.zone) });
  const compared = base === null ? "" : t("Baseline {value}.", { value: base });
  say("check-usual", [usual, lastly, compared].filter(Boolean).join(" "));
  const apnoea = doubt.apnoea ? t("Is the patient breathing? Look, open the airway, call for help.") : "";
  say("check-warn", doubt.probe ? t("Check the probe and repeat.") : apnoea);
  const hard = (form.limits[doubt.field] && form.limits[doubt.field].hard) || [null, null];
  one('[data-part="check-line"]').replaceChildren(line(doubt, last, base, hard));
  one('[data-act="keep"]', over()).textContent = t("Keep {value}", { value: doubt.value });
}

function paintReason(form) {
  const field = form.reason_field;
  say("reason-title", t("{name} not measured", { name: fieldTitle(field) }));
  if (field.endsWith("tolic_mmhg")) say("reason-ask", t("Why? Both values belong together: neither is saved."));
}

function partialLine(form, item) {
  const row = document.createElement("li");
  const said = item.reason;
  row.textContent = said ? `${capital(item.words)}: ${said}` : t("{what}: needs a reason", { what: capital(item.words) });
  row.className = said ? "" : "is-waiting";
  return row;
}

function paintPartial(form) {
  const gone = missing(form.draft);
  const waiting = gone.filter((item) => item.needs_reason);
  const given = ORDER.filter((field) => field !== "diastolic_mmhg" && form.draft.not_measured[field])
    .map((field) => ({ words: fieldTitle(field), reason: reasonWords(form.draft.not_measured[field]) }));
  one('[data-part="partial-list"]').replaceChildren(...[...given, ...waiting].map((item) => partialLine(form, item)));
  const rest = gone.filter((item) => !item.needs_reason).map((item) => item.words);
  say("partial-rest", rest.length ? t("Stays not assessed: {what}.", { what: rest.join(", ") }) : "");
  say("partial-ask", waiting.length > 1 ? t("{name} not measured, why?", { name: capital(waiting[0].words) }) : t("Not measured, why?"));
  all('[data-act="partial-reason"]').forEach((button) => { button.disabled = !waiting.length; });
  const save = one('[data-act="partial-save"]');
  save.disabled = waiting.length > 0;
}

export function paintPanel(form) {
  if (form.panel === "check") paintCheck(form);
  if (form.panel === "reason") paintReason(form);
  if (form.panel === "partial") paintPartial(form);
}

export function openWords() {
  const words = one('[data-part="reason-words"]');
  words.hidden = false;
  one(".over__list", over()).hidden = true;
  one("input", words).focus();
}

export function showMore(form, shown) {
  const place = one('[data-part="more"]');
  form.more = shown;
  if (!place.children.length) {
    place.append(one('template[data-panel="more"]').content.cloneNode(true));
    showTab("effects");
  }
  place.hidden = !shown;
  if (shown) {
    moreGivesBack = window.monitor.focus.remember();
    firstOf(place);
    bringIntoView(one(".more__head", place));
  } else if (moreGivesBack) {
    moreGivesBack();
    moreGivesBack = null;
  }
}

export function showTab(name) {
  const place = one('[data-part="more"]');
  all("[data-tab]", place).forEach((part) => {
    if (part.dataset.act === "tab") part.setAttribute("aria-pressed", String(part.dataset.tab === name));
    else part.hidden = part.dataset.tab !== name;
  });
}
