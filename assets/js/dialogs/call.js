/* Somebody was called about an urgent alert: whom, when, what came of it.
 *
 * Contract: `call(context, {code})`. The physician on duty and the emergency number come from
 * `context.watch`; another name can be typed. It writes a call down and makes none: the telephone
 * number is a link that the device may dial. Without a code the alert that waits the longest is meant.
 */
import { alertStory, alertTitle } from "./alert-words.js";
import { choice, text, when } from "./ask.js";
import { stamp } from "./actions.js";
import { askAndSave } from "./form.js";
import { element } from "./frame.js";

const t = (...args) => window.monitor.t(...args);

function meant(context, code) {
  const open = (context.alerts || []).filter((alert) => alert.level === "urgent" && alert.state !== "withdrawn");
  const climbing = (context.climbs || []).map((climb) => climb.code);
  return open.findLast((alert) => alert.code === (code || climbing[0])) || open.at(-1) || null;
}

function numberLink(name, phone) {
  return element("a", { class: "btn btn--big", href: `tel:${phone.replace(/[^+\d*#]/g, "")}` }, `${name} ${phone}`);
}

function numbers({ watch }) {
  const links = [
    watch && watch.duty ? numberLink(watch.duty.name, watch.duty.phone) : null,
    watch && watch.emergency_phone ? numberLink(t("Emergency"), watch.emergency_phone) : null,
  ].filter(Boolean);
  if (!links.length) return element("p", { class: "soft" }, t("Nobody is on duty now. Call a physician."));
  return element("div", { class: "choices" }, links);
}

function fact(context, alert) {
  return element("div", { class: "fact fact--urgent" }, [
    element("strong", {}, alertTitle(alert)), element("span", {}, alertStory(alert, context.zone)),
  ]);
}

export function call(context, { code }) {
  const alert = meant(context, code);
  const duty = context.watch && context.watch.duty;
  const called = text(t("Who was called"), { required: t("Who was called?"), max: 80, value: duty ? duty.name : "" });
  const answer = choice(t("What came of it"), [["reached", t("Reached")], ["no_answer", t("No answer")]], { required: t("Reached, or no answer?") });
  const words = text(t("What was said (optional)"), { max: 200 });
  const at = when(t("Called at"), context);
  return askAndSave(context, {
    title: t("Called about an alert"), label: t("Call"), save: t("Save"), extra: [alert ? fact(context, alert) : null, numbers(context)].filter(Boolean),
    asks: [answer, called, words, at], words: () => called.value(),
    build: (recorded_at) => {
      if (!alert) return t("No urgent alert stands open in this session.");
      const body = { kind: "call", ...stamp(at, recorded_at), code: alert.code, called: called.value(), answer: answer.value() };
      if (duty && called.value() === duty.name) body.phone = duty.phone;
      if (words.value()) body.words = words.value();
      return [body];
    },
  });
}
