/* What a physician orders, and what a nurse answers: acknowledged, done, closed.
 *
 * Contract: as actions.js. `orderSeen` and `orderDone` are one tap: they ask nothing and save at once.
 * When an order is due and whether it is over is the server's word.
 */
import { choice, number, text } from "./ask.js";
import { element, openDialog } from "./frame.js";
import { askAndSave, saveNow, who } from "./form.js";
import { FIELDS, MEASURES, orderWords } from "./order-words.js";

const t = (...said) => window.monitor.t(...said);
const OFTEN = [[5, "5 min"], [10, "10 min"], [15, "15 min"], [30, "30 min"], [60, "60 min"]];
const FIELDS_OF = {
  blood_pressure: ["systolic_mmhg", "diastolic_mmhg"], heart_rate: ["heart_rate_bpm"], spo2: ["spo2_percent"],
  respiration: ["respiratory_rate_per_min"], temperature: ["temperature_c"], alertness: ["moaas"],
};
const hide = (ask, hidden) => { ask.node.hidden = hidden; };

function complain(context, title, words) {
  openDialog({ title, subtitle: who(context), body: element("p", {}, words) });
  return { saved: false };
}

const named = (context, target) => (context.orders || []).find((order) => order.id === target);

/* The questions of an order; those about its end stand there only where they are asked. */
function asking() {
  const minutes = number(t("or every so many minutes"), { limit: { hard: [1, 240] }, whole: true });
  const often = choice(t("How often"), OFTEN);
  const lasts = number(t("For so many minutes"), { limit: { hard: [1, 1440] }, whole: true, required: t("For how many minutes?") });
  const field = choice(t("Until which value"), Object.entries(FIELDS()), { required: t("Until which value?") });
  const side = choice(t("is"), [["below", t("below")], ["at_least", t("at or above")]], { required: t("Below, or at or above?") });
  const value = number(t("Value"), { required: t("Which value?"), limit: { hard: [0, 1000] } });
  const count = choice(t("How many in a row"), [[1, "1"], [2, "2"], [3, "3"]], { required: t("How many in a row?"), value: 2 });
  const ending = [field, side, value, count];
  const until = choice(t("Until"), [["cancelled", t("cancelled")], ["value", t("a value")], ["time", t("a time")]], {
    required: t("Until when?"), onChange: show,
  });
  const measure = choice(t("Measure"), MEASURES(), { many: true, onChange: show });
  const words = text(t("In words (instead, or besides)"), { max: 300, hint: t("A nurse acknowledges the order and sees when it is due.") });
  function show() {
    const measured = measure.value();
    [until].forEach((ask) => hide(ask, !measured.length));
    const by = measured.length ? until.value() : null;
    ending.forEach((ask) => hide(ask, by !== "value"));
    hide(lasts, by !== "time");
    const allowed = measured.flatMap((one) => FIELDS_OF[one]);
    field.node.querySelectorAll("button").forEach((button) => { button.hidden = !allowed.includes(button.dataset.value); });
  }
  show();
  const asked = [measure, often, minutes, until, ...ending, lasts, words];
  const shown = asked.map((ask) => ({ ...ask, problem: () => (ask.node.hidden ? "" : ask.problem()) }));
  return { shown, measure, often, minutes, until, field, side, value, count, lasts, words };
}

function bodyOf(asked, recorded_at) {
  const measured = asked.measure.value();
  const body = { kind: "order", at: recorded_at, recorded_at };
  const every = asked.minutes.value() || asked.often.value();
  if (!measured.length && !asked.words.value()) return t("What is ordered? Choose what to measure, or say it in words.");
  if (measured.length && !every) return t("How often? Choose, or type the minutes.");
  if (measured.length) body.measure = measured;
  if (asked.words.value()) body.text = asked.words.value();
  if (every) body.every_minutes = every;
  if (measured.length && asked.until.value() === "value") {
    body.until = { field: asked.field.value(), [asked.side.value()]: asked.value.value(), count: asked.count.value() };
  }
  if (measured.length && asked.until.value() === "time") {
    body.until_at = new Date(Date.parse(recorded_at) + asked.lasts.value() * 60000).toISOString();
  }
  return body;
}

export function order(context) {
  if (!context.me.roles.includes("physician")) return complain(context, t("Order"), t("A physician gives orders."));
  const asked = asking();
  const read = (recorded_at) => bodyOf(asked, recorded_at);
  return askAndSave(context, {
    title: t("Order"), save: t("Give the order"), label: t("Order"), asks: asked.shown, wide: true,
    build: (recorded_at) => { const body = read(recorded_at); return typeof body === "string" ? body : [body]; },
    words: () => orderWords({ measure: [], text: "", ...read(new Date().toISOString()) }, context.zone),
  });
}

function oneTap(kind, label) {
  return (context, { target }) => {
    const found = named(context, target);
    const words = found ? orderWords(found, context.zone) : "";
    return saveNow(context, { label: label(), words, build: (recorded_at) => [{ kind, at: recorded_at, recorded_at, target }] });
  };
}

export const orderDone = oneTap("order_done", () => t("Order done"));
const acknowledged = oneTap("order_acknowledged", () => t("Order acknowledged"));

export function orderSeen(context, options) {
  const nurse = context.me.roles.includes("nurse");
  return nurse ? acknowledged(context, options) : complain(context, t("Acknowledge order"), t("A nurse acknowledges an order."));
}

function ending(kind, field, title, save, label) {
  return (context, { target }) => {
    const found = named(context, target);
    const words = found ? orderWords(found, context.zone) : "";
    const said = text(label(), { required: t("A few words are needed."), long: true, max: 300 });
    return askAndSave(context, {
      title: title(), save: save(), label: title(), asks: [said], words: () => words,
      extra: [element("div", { class: "fact" }, [element("strong", {}, words)])],
      build: (recorded_at) => [{ kind, at: recorded_at, recorded_at, target, [field]: said.value() }],
    });
  };
}

export const orderClose = ending("order_closed", "note", () => t("Close the order"), () => t("Close the order"), () => t("Note"));
export const orderCancel = ending("order_cancelled", "reason", () => t("Cancel the order"), () => t("Cancel the order"), () => t("Reason"));
