/* Correction of an entry, and "entered in error": the old value stays readable, a reason is needed.
 *
 * Contract: `correct(context, {target})`, `strike(context, {target})`; without a target the person
 * chooses from the session's entries. Entries of one set (same instant, same person) are shown
 * together. Every field may be changed, added, or said not to have been measured, with why. Only what
 * was changed is sent, and `new_at` only when the time was moved.
 */
import { choice, text, when } from "./ask.js";
import { changesOf, pressureProblem, questionsOf } from "./correct-fields.js";
import { element, openDialog } from "./frame.js";
import { entryTitle, entryWords, kindName, originWords } from "./entry-words.js";
import { askAndSave } from "./form.js";

const { t } = window.monitor;

const SET_KINDS = new Set(["vitals", "side_effects", "consciousness", "red_flags"]);
const ORDERS = ["order", "order_acknowledged", "order_done", "order_closed", "order_cancelled"];
const FIXED = new Set([...ORDERS, "corrected", "entered_in_error", "alert_acknowledged", "baseline_accepted", "red_flags_cleared", "discharged"]);

const clock = (context, at) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: context.zone }).format(Date.parse(at));

function factWords(context, entry) {
  const said = { kind: kindName(entry.kind), time: clock(context, entry.at), by: entry.by };
  return SET_KINDS.has(entry.kind) ? t("{kind}, measured {time}, by {by}", said) : t("{kind}, at {time}, by {by}", said);
}

/* The parts of one set in one box, so that the questions begin on the same screen. */
function facts(context, parts) {
  const small = parts.length > 1 ? "fact__part fact__part--small" : "fact__part";
  const told = parts.map((entry) => element("div", { class: small }, [
    element("span", {}, factWords(context, entry)), element("strong", {}, entryWords(entry) || kindName(entry.kind)),
  ]));
  return element("div", { class: "fact" }, [...told, element("small", {}, t("The old version stays readable."))]);
}

/* What was not entered can be added, and stands apart so that what was entered is found at once. */
function addition(unsaid) {
  const asks = unsaid.flatMap((question) => question.asks);
  if (!asks.length) return null;
  const box = element("details", { class: "ask__add" }, [
    element("summary", {}, t("Add what was not entered")), element("div", { class: "ask__added" }, asks.map((ask) => ask.node)),
  ]);
  const open = () => { box.open = true; };
  return asks.map((ask, index) => ({
    ...ask, node: index ? document.createComment("") : box, focus: () => { open(); ask.focus(); },
  }));
}

function chooseEntry(context, title, then) {
  const entries = (context.entries || []).filter((entry) => !entry.struck && !FIXED.has(entry.kind));
  const buttons = entries.map((entry) => {
    const button = element("button", { type: "button", class: "btn" }, [
      element("span", {}, [`${clock(context, entry.at)} ${entryTitle(entry)} `, element("small", {}, originWords(entry))]),
    ]);
    return [button, entry];
  });
  const body = element("div", { class: "choices" }, buttons.length ? buttons.map(([button]) => button) : t("There is nothing to choose from yet."));
  const dialog = openDialog({ title, subtitle: t("Which entry?"), body, wide: true });
  return new Promise((resolve) => {
    let chosen = null;
    buttons.forEach(([button, entry]) => button.addEventListener("click", () => { chosen = entry; dialog.close(); }));
    dialog.addEventListener("close", () => resolve(chosen ? then(context, { target: chosen.id }) : { saved: false }));
  });
}

/* The parts of the set that this entry belongs to: entered together, measured at one instant. */
export function partsOf(entries, target) {
  const entry = entries.find((one) => one.id === target);
  if (!entry) return [];
  const said = ["medication_details", "intervention_effect"];
  const about = entries.filter((one) => said.includes(one.kind) && one.fields.target === entry.id && !one.struck);
  if (!SET_KINDS.has(entry.kind)) return [entry, ...about];
  return entries.filter((one) => SET_KINDS.has(one.kind) && one.at === entry.at && one.by === entry.by && !one.struck);
}

function corrections(parts, found, moved, stampOf) {
  const events = [];
  for (const [index, entry] of parts.entries()) {
    const changes = changesOf([...found[index].said, ...found[index].unsaid]);
    const wrong = pressureProblem(entry, changes);
    if (wrong) return wrong;
    const goes = moved && entry.at === parts[0].at; // what was said of it later stays where it was
    if (Object.keys(changes).length || goes) events.push({ ...stampOf(entry), ...changes, ...(goes ? { new_at: moved } : {}) });
  }
  return events.length ? events : t("Nothing was changed: change a value or the time, or close.");
}

export function correct(context, options) {
  const parts = partsOf(context.entries || [], options.target);
  if (!parts.length) return chooseEntry(context, t("Correct an entry"), correct);
  const found = parts.map((entry) => questionsOf(context, entry));
  const said = found.flatMap((questions) => questions.said).flatMap((question) => question.asks);
  const added = addition(found.flatMap((questions) => questions.unsaid)) || [];
  const at = when(t("Measured at"), context, { at: Date.parse(parts[0].at) - context.skew_ms });
  const reason = text(t("Reason"), { required: t("A correction needs a reason."), max: 300 });
  function build(recorded_at) {
    const stampOf = (entry) => ({ kind: "corrected", at: recorded_at, recorded_at, target: entry.id, reason: reason.value() });
    return corrections(parts, found, at.moved() ? at.value() : null, stampOf);
  }
  const strikeInstead = element("button", { type: "button", class: "btn" }, t("Entered in error …"));
  const dialog = askAndSave(context, {
    title: t("Correct an entry"), save: t("Save the correction"), label: t("Correction"), wide: true,
    extra: [facts(context, parts), strikeInstead],
    asks: [...said, ...added, at, reason], build, words: () => `${entryTitle(parts[0])}: ${reason.value()}`,
  });
  return new Promise((resolve) => {
    strikeInstead.addEventListener("click", () => {
      strikeInstead.closest("dialog").close();
      resolve(strike(context, options));
    });
    dialog.then(resolve);
  });
}

export function strike(context, options) {
  const parts = partsOf(context.entries || [], options.target);
  if (!parts.length) return chooseEntry(context, t("Entered in error"), strike);
  const reason = text(t("Reason"), { required: t("A reason is needed."), max: 300, hint: t("It counts for nothing from now on, struck through, and stays readable.") });
  const which = choice(t("What was entered in error"), [
    ["all", t("The whole set")], ...parts.map((entry) => [entry.id, t("Only {kind}", { kind: kindName(entry.kind).toLowerCase() })]),
  ], { required: t("What was entered in error?") });
  const several = parts.length > 1;
  const chosen = () => parts.filter((entry) => !several || which.value() === "all" || which.value() === entry.id);
  return askAndSave(context, {
    title: t("Entered in error"), save: t("Strike it out"), danger: true, label: t("Entered in error"),
    extra: [facts(context, parts)], asks: several ? [which, reason] : [reason],
    build: (recorded_at) => chosen().map((entry) => ({
      kind: "entered_in_error", at: recorded_at, recorded_at, target: entry.id, reason: reason.value(),
    })),
    words: () => `${entryTitle(parts[0])}: ${reason.value()}`,
  });
}
