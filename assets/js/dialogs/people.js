/* What is asked of the patient or said by the physician: walk test, orientation, acknowledgement,
 * accepting a baseline, clearing red flags.
 *
 * Contract: as actions.js. Whether a person may do it is the server's word; the dialog only asks.
 */
import { alertStory, alertTitle } from "./alert-words.js";
import { choice, text, when } from "./ask.js";
import { element } from "./frame.js";
import { askAndSave } from "./form.js";
import { stamp } from "./actions.js";

const GAITS = [["steady", "Steady", "5 m and turn, unaided"], ["assisted", "Assisted", "needs a hand"], ["unable", "Unable", "cannot stand or walk"]];
const AMT4 = [["age", "Age"], ["birth_date", "Date of birth"], ["place", "Place"], ["year", "Year"]];

export function walk(context) {
  const gait = choice("Gait", GAITS, { required: "How did the patient walk?" });
  const at = when("When", context);
  return askAndSave(context, {
    title: "Walk test", label: "Walk test", asks: [gait, at], words: () => gait.value(),
    build: (recorded_at) => [{ kind: "mobility", ...stamp(at, recorded_at), gait: gait.value() }],
  });
}

export function orientation(context) {
  const asks = AMT4.map(([, words]) => choice(words, [[0, "Right"], [1, "Wrong"]], { required: `${words}: right or wrong?` }));
  const at = when("When", context);
  const errors = () => asks.reduce((sum, ask) => sum + (ask.value() || 0), 0);
  return askAndSave(context, {
    title: "Orientation, AMT4", label: "Orientation", asks: [...asks, at], words: () => `${errors()} wrong of ${AMT4.length}`,
    build: (recorded_at) => [{ kind: "consciousness", ...stamp(at, recorded_at), amt4_errors: errors() }],
  });
}

function alertFact(context, alert) {
  return element("div", { class: alert.level === "urgent" ? "fact fact--urgent" : "fact" }, [
    element("strong", {}, alertTitle(alert)), element("span", {}, `${alertStory(alert, context.zone)}, ${alert.state}`),
  ]);
}

/* The latest episode of each code that still waits: open, or urgent, which a physician's note answers later too. */
function waiting(context, code) {
  const alerts = (context.alerts || []).filter((alert) => (
    code ? alert.code === code : alert.state === "open" || (alert.level === "urgent" && alert.state !== "withdrawn")));
  const found = alerts.length || !code ? alerts : [{ code, level: "", state: "open", raised_at: context.now, value: "" }];
  return [...new Map(found.map((alert) => [alert.code, alert])).values()];
}

function noteHint(context, alerts) {
  if (!alerts.some((alert) => alert.level === "urgent")) return "";
  return context.me.roles.includes("physician") ? "A physician’s note answers an urgent alert for discharge." : "An urgent alert also needs a physician’s note.";
}

function alertPart(context, alerts) {
  if (!alerts.length) return [element("p", {}, "No alert waits to be acknowledged.")];
  return alerts.length === 1 && alerts[0].level ? [alertFact(context, alerts[0])] : [];
}

export function acknowledge(context, options) {
  const alerts = waiting(context, options.code);
  const several = alerts.length > 1;
  const codes = choice("Which alert", alerts.map((alert) => [alert.code, `${alertTitle(alert)}, ${alertStory(alert, context.zone)}`]), {
    required: "Which alert?", value: alerts.length === 1 ? alerts[0].code : null,
  });
  const words = text("Note", { long: true, max: 500, hint: noteHint(context, alerts) });
  return askAndSave(context, {
    title: "Acknowledge", save: "Acknowledge", label: "Alert acknowledged", extra: alertPart(context, alerts),
    asks: several ? [codes, words] : [words], words: () => alertTitle(alerts.find((alert) => alert.code === codes.value())),
    build: (recorded_at) => {
      if (!codes.value()) return "There is no alert to acknowledge.";
      const body = { kind: "alert_acknowledged", at: recorded_at, recorded_at, code: codes.value() };
      return [words.value() ? { ...body, note: words.value() } : body];
    },
  });
}

function withReason(kind, title, label, hint) {
  return (context) => {
    const reason = text("Reason", { required: "A reason is needed.", long: true, max: 500, hint });
    return askAndSave(context, {
      title, label, asks: [reason], words: () => reason.value(),
      build: (recorded_at) => [{ kind, at: recorded_at, recorded_at, reason: reason.value() }],
    });
  };
}

export const acceptBaseline = withReason("baseline_accepted", "Accept the baseline", "Baseline accepted", "By a physician: the latest reading before the dose becomes the baseline.");
export const clearFlags = withReason("red_flags_cleared", "Clear the red flags", "Red flags cleared", "By a physician, with what was found.");
