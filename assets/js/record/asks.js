/* The strip over the form: what a physician ordered, and what came of the last medicine. Both may be
 * passed over; neither stands in the way of a set, and where there is nothing the strip is not there.
 *
 * Contract: `paintAsks(form)` draws it; `waiting(form)` -> the treatments whose effect nobody has said;
 * `withEffects(treatments, events)` -> the treatments as they are once these events are recorded.
 */
import { effectAnswers, treatmentName } from "../dialogs/treatment-words.js";
import { element } from "../dialogs/frame.js";
import { orderWords } from "../dialogs/order-words.js";
import { clockWords } from "./words.js";

const t = (...said) => window.monitor.t(...said);
let shown = "";

export function waiting(form) {
  const at = (form.draft.at === null ? form.now() : form.draft.at) + form.skew_ms;
  return (form.entry.treatments || []).filter((one) => one.effect === null && Date.parse(one.at) <= at);
}

export function withEffects(treatments, events) {
  const said = Object.fromEntries(events.filter((event) => event.kind === "intervention_effect").map((event) => [event.target, event.effect]));
  return (treatments || []).map((one) => (said[one.id] ? { ...one, effect: said[one.id] } : one));
}

function effectPart(form) {
  const open = waiting(form);
  const said = form.draft.effects || {};
  const unsaid = open.filter((one) => !said[one.id]);
  const one = unsaid[0] || open[open.length - 1];
  if (!one) return null;
  const question = t("Effect of {treatment} at {time}?", { treatment: treatmentName(one), time: clockWords(Date.parse(one.at), form.zone) });
  const more = unsaid.length > 1 ? element("small", {}, t("{number} more to ask", { number: unsaid.length - 1 })) : null;
  const answers = effectAnswers().map(([value, words]) => element("button", {
    type: "button", class: "pick", "data-act": "effect", "data-target": one.id, "data-value": value, "data-words": treatmentName(one),
    "aria-pressed": String(Boolean(said[one.id]) && said[one.id].effect === value),
  }, words));
  return element("div", { class: "asks__part asks__effect", role: "group", "aria-label": question }, [
    element("p", {}, [question, more].filter(Boolean)), ...answers,
  ]);
}

function orderPart(form) {
  const open = (form.entry.orders || []).filter((order) => !order.closed_at);
  const order = open.find((one) => !one.acknowledged_at) || open[0];
  if (!order) return null;
  const words = t("{order}. Ordered by {name}", { order: orderWords(order, form.zone).replace(/\.+$/, ""), name: order.ordered_by });
  const next = order.due_at ? t("next {time}", { time: clockWords(Date.parse(order.due_at), form.zone) }) : "";
  const others = open.length > 1 ? t("{number} more orders", { number: open.length - 1 }) : "";
  const seen = order.acknowledged_at ? null : element("button", {
    type: "button", class: "btn", "data-dialog": "order_seen", "data-session": form.entry.session.id, "data-target": order.id,
  }, t("Acknowledge order"));
  return element("div", { class: "asks__part" }, [
    element("p", {}, [words, " ", element("small", {}, [next, others].filter(Boolean).join(", "))]), seen,
  ]);
}

export function paintAsks(form) {
  const strip = document.querySelector('[data-part="asks"]');
  const parts = [orderPart(form), effectPart(form)].filter(Boolean);
  const told = parts.map((part) => part.outerHTML).join("");
  if (told === shown) return; // a tap keeps its focus
  shown = told;
  const focused = document.activeElement && strip.contains(document.activeElement) ? document.activeElement.dataset.value : null;
  strip.hidden = !parts.length;
  strip.replaceChildren(...parts);
  const again = focused ? strip.querySelector(`[data-value="${focused}"]`) : null;
  if (again) again.focus();
}
