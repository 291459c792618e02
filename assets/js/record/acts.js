/* What each tap does: one function for each data-act, (form, data) -> nothing.
 *
 * Contract: an act changes `form` (and `form.draft` by the pure acts of draft.js) and nothing else
 * on the page, save for opening and closing panels; main.js paints and keeps it afterwards.
 */
import * as set from "./draft.js";
import { withEffects } from "./asks.js";
import { missing, problems, withKept } from "./events.js";
import { boundsWords, complete, nudge, press } from "./keys.js";
import { doubt, pairProblem } from "./limits.js";
import { one } from "./paint.js";
import { bringIntoView, close, open, openWords, showMore, showTab } from "./panels.js";
import { pause, save } from "./save.js";
import { keepEntry } from "./store.js";
import { clockWords } from "./words.js";
import { cancelCount, startCount } from "./timer.js";
import { discard, dropFormer, paintAll, settled, startOver } from "./form.js";

const { t } = window.monitor;

const PAIR = set.PRESSURE;
let fresh = true; // the next digit begins the number anew

function change(form, next) {
  form.draft = next;
}

/* The value is whole: ask back once if it is unlikely, else go on to the next field. */
function commit(form, field, moveOn) {
  const value = set.numberIn(form.draft, field);
  const asked = value === null ? null : doubt(field, value, set.pair(form.draft), form.limits);
  if (asked && form.draft.kept[asked.field] !== asked.value) {
    form.doubt = asked;
    form.doubt_field = field;
    form.doubt_moves = moveOn;
    open(form, "check");
    return;
  }
  if (moveOn) goOn(form, field);
}

function goOn(form, field) {
  fresh = true;
  change(form, set.activate(form.draft, set.following(form.draft, field)));
}

function paired(form, field, text) {
  if (!PAIR.includes(field) || !complete(field, text, form.limits)) return "";
  const other = set.numberIn(form.draft, PAIR.find((name) => name !== field));
  if (other === null) return "";
  const two = field === "systolic_mmhg" ? [Number(text), other] : [other, Number(text)];
  return pairProblem(two[0], two[1], form.limits);
}

function typeCount(form, key) {
  const field = "respiratory_rate_per_min";
  const result = press(field, fresh ? "" : form.count_text, key, form.limits);
  const doubled = Number(result.text) * 2;
  if (result.refused || (result.text && !complete(field, String(doubled), form.limits))) {
    form.refused = result.refused || t("{text} breaths in 30 s cannot be.", { text: result.text });
    form.count_text = "";
    return;
  }
  fresh = false;
  form.count_text = result.text;
  if (result.done) endCount(form, field);
}

function endCount(form, field) {
  const value = String(Number(form.count_text) * 2);
  cancelCount(form);
  change(form, { ...set.setText(form.draft, field, value, form.now()), counting: false });
  commit(form, field, true);
}

function typed(form, { key }) {
  const field = form.draft.active;
  if (!field || form.panel) return;
  if (form.draft.counting && field === "respiratory_rate_per_min") {
    typeCount(form, key);
    return;
  }
  const before = form.draft.text[field] || "";
  const start = fresh && key !== "erase" ? "" : before;
  const result = press(field, start, key, form.limits);
  const wrong = result.refused || (result.done ? paired(form, field, result.text) : "");
  if (wrong) {
    form.refused = wrong;
    if (before) change(form, set.setText(form.draft, field, "", form.now()));
    return;
  }
  fresh = false;
  change(form, set.setText(form.draft, field, result.text, form.now()));
  if (result.done) commit(form, field, true);
}

function leave(form) {
  const field = form.draft.active;
  if (!field) return true;
  if (form.draft.counting && form.count_text) {
    endCount(form, field);
    return !form.panel;
  }
  const text = form.draft.text[field] || "";
  if (!text) return true;
  const wrong = complete(field, text, form.limits) ? paired(form, field, text) : t("{text} is not finished. {bounds}.", { text, bounds: boundsWords(field, form.limits) });
  form.refused = wrong;
  if (wrong) return false;
  commit(form, field, false);
  return !form.panel;
}

function chooseField(form, { field }) {
  if (form.panel && form.panel !== "check") close(form);
  if (form.panel === "check" || (field !== form.draft.active && !leave(form))) return;
  fresh = true;
  change(form, set.activate(form.draft, field));
  bringIntoView(one(".pad"));
}

function next(form) {
  const field = form.draft.active;
  if (!field || !leave(form)) return;
  goOn(form, field);
}

function step(form, { step: by }) {
  const field = form.draft.active;
  const moved = nudge(field, form.draft.text[field] || "", Number(by), form.limits);
  form.refused = moved.refused || paired(form, field, moved.text);
  if (!form.refused) change(form, set.setText(form.draft, field, moved.text, form.now()));
}

function keepValue(form) {
  const asked = form.doubt;
  change(form, set.keep(form.draft, asked.field, asked.value));
  close(form);
  form.doubt = null;
  commit(form, form.doubt_field, form.doubt_moves);
}

function retype(form) {
  const field = form.doubt_field;
  close(form);
  form.doubt = null;
  fresh = true;
  change(form, set.activate(set.setText(form.draft, field, "", form.now()), field));
}

function giveReason(form, reason, words) {
  const field = form.reason_field;
  change(form, set.setNotMeasured(form.draft, field, reason, words, form.now()));
  close(form);
  goOn(form, set.PRESSURE.includes(field) ? "diastolic_mmhg" : field);
}

function partialReason(form, { reason }) {
  const item = missing(form.draft).find((gone) => gone.needs_reason);
  if (item) change(form, set.setNotMeasured(form.draft, item.field, reason, "", form.now()));
}

function askSave(form) {
  if (form.panel && form.panel !== "flags") close(form);
  if (!leave(form)) return;
  const wrong = problems(form.draft, form.limits);
  if (wrong.length) {
    form.refused = wrong[0];
    return;
  }
  if (missing(form.draft).length) open(form, "partial");
  else finish(form);
}

async function finish(form) {
  if (form.saving) return;
  if (form.panel) close(form);
  await settled();
  const result = await save(form, paintAll);
  if (!result.kept) return;
  await dropFormer();
  const at = clockWords(form.now() + form.skew_ms, form.zone);
  if (result.recorded && result.asks.length) {
    startOver();
    form.saved = { tone: "caution", text: t("Recorded {time}. There is a question about it under “needs you”.", { time: clockWords(Date.parse(result.recorded), form.zone) }) };
    paintAll();
    window.monitor.outbox.open();
    return;
  }
  if (result.recorded) {
    form.saved = { tone: "met", text: t("Recorded {time}", { time: clockWords(Date.parse(result.recorded), form.zone) }) };
    form.saving = t("Recorded");
    paintAll();
    await pause();
    location.assign("/");
    return;
  }
  startOver();
  if (!result.refused) {
    form.entry.last = withKept(form.entry.last, result.events, form.skew_ms);
    form.entry.treatments = withEffects(form.entry.treatments, result.events);
    keepEntry(form.entry, form.skew_ms).catch(() => {});
  }
  form.saved = result.refused
    ? { tone: "urgent", text: t("Not recorded: {message} It waits for your decision under “needs you”.", { message: result.refused.message }) }
    : { tone: "caution", key: result.key, text: t("On this tablet since {at}: {words}. It goes out by itself.", { at, words: result.words }) };
  paintAll();
  if (result.refused) window.monitor.outbox.open();
}

/* Asked twice: the first tap only says what the second will do. */
function throwAway(form, data, button) {
  if (!button.dataset.sure) {
    button.dataset.sure = "yes";
    button.dataset.words = button.textContent;
    button.textContent = t("Discard: sure?");
    button.classList.add("is-sure");
    return;
  }
  calmDown();
  if (form.panel) close(form);
  showMore(form, false);
  discard().then(paintAll);
}

/* Any other tap takes the question back. */
export function calmDown() {
  document.querySelectorAll('[data-act="discard"][data-sure]').forEach((button) => {
    delete button.dataset.sure;
    button.textContent = button.dataset.words;
    button.classList.remove("is-sure");
  });
}

const setNow = (act) => (form, data) => change(form, act(form.draft, data, form.now()));

export const acts = {
  key: typed,
  field: chooseField,
  next,
  nudge: step,
  keep: keepValue,
  retype,
  "not-measured": (form) => { form.reason_field = form.draft.active; open(form, "reason"); },
  reason: (form, { reason }) => (reason === "other" ? openWords() : giveReason(form, reason, "")),
  "reason-words": (form, { words }) => giveReason(form, "other", words),
  "partial-reason": partialReason,
  "partial-save": finish,
  "over-close": (form) => close(form),
  escape: (form) => { if (form.panel && form.panel !== "check") close(form); else if (form.more) showMore(form, false); },
  rhythm: setNow((draft, { value }, now) => set.choose(draft, "rhythm", value, now)),
  air: (form, { value }) => {
    change(form, set.setAir(form.draft, form.draft.air === value && value === "air" ? null : value, form.now()));
    if (value === "oxygen" && leave(form)) { fresh = true; change(form, set.activate(form.draft, "oxygen_l_min")); bringIntoView(one(".pad")); }
    else if (form.draft.active === "oxygen_l_min") goOn(form, "spo2_percent");
  },
  moaas: setNow((draft, { value }, now) => set.choose(draft, "moaas", Number(value), now)),
  rass: setNow((draft, { value }, now) => set.choose(draft, "rass", Number(value), now)),
  amt4: setNow((draft, { value }, now) => set.choose(draft, "amt4_errors", Number(value), now)),
  acvpu: setNow((draft, { value }, now) => set.choose(draft, "acvpu", value, now)),
  position: setNow((draft, { value }, now) => set.choose(draft, "position", value, now)),
  effect: setNow((draft, data, now) => set.setEffect(draft, data, now)),
  grade: setNow((draft, { effect, grade }, now) => set.setGrade(draft, effect, grade, now)),
  "all-none": setNow((draft, _, now) => set.allNone(draft, now)),
  unchanged: (form) => change(form, set.unchanged(form.draft, form.entry.last, form.now(), form.entry.unchanged_minutes, form.now() + form.skew_ms)),
  "flags-none": setNow((draft, _, now) => set.setFlags(draft, draft.flags && !draft.flags.length ? null : [], now)),
  "flags-report": (form) => { if (form.panel !== "check") open(form, "flags"); },
  flag: setNow((draft, { flag }, now) => set.toggleFlag(draft, flag, now)),
  more: (form) => showMore(form, true),
  "more-close": (form) => showMore(form, false),
  tab: (form, { tab }) => showTab(tab),
  count: (form) => { fresh = true; startCount(form, paintAll); },
  time: (form, { step: by }) => {
    const moved = set.nudgeTime(form.draft, Number(by), form.now(), form.entry.measured_at);
    form.refused = moved.refused;
    change(form, moved.draft);
  },
  "time-now": (form) => change(form, set.timeNow(form.draft, form.now())),
  discard: throwAway,
  save: askSave,
};
