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

const { t, word } = window.monitor;

const GAITS = [["steady", t("Steady"), t("5 m and turn, unaided")], ["assisted", t("Assisted"), t("needs a hand")], ["unable", t("Unable"), t("cannot stand or walk")]];
const AMT4 = [["age", t("Age")], ["birth_date", t("Date of birth")], ["place", t("Place")], ["year", t("Year")]];

export function walk(context) {
  const gait = choice(t("Gait"), GAITS, { required: t("How did the patient walk?") });
  const at = when(t("When"), context);
  return askAndSave(context, {
    title: t("Walk test"), label: t("Walk test"), asks: [gait, at], words: () => word(gait.value()),
    build: (recorded_at) => [{ kind: "mobility", ...stamp(at, recorded_at), gait: gait.value() }],
  });
}

export function orientation(context) {
  const asks = AMT4.map(([, words]) => choice(words, [[0, t("Right")], [1, t("Wrong")]], { required: t("{words}: right or wrong?", { words }) }));
  const at = when(t("When"), context);
  const errors = () => asks.reduce((sum, ask) => sum + (ask.value() || 0), 0);
  return askAndSave(context, {
    title: t("Orientation, AMT4"), label: t("Orientation"), asks: [...asks, at], words: () => t("{errors} wrong of {all}", { errors: errors(), all: AMT4.length }),
    build: (recorded_at) => [{ kind: "consciousness", ...stamp(at, recorded_at), amt4_errors: errors() }],
  });
}

function alertFact(context, alert) {
  return element("div", { class: alert.level === "urgent" ? "fact fact--urgent" : "fact" }, [
    element("strong", {}, alertTitle(alert)), element("span", {}, `${alertStory(alert, context.zone)}, ${word(alert.state)}`),
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
  return context.me.roles.includes("physician") ? t("A physician’s note answers an urgent alert for discharge.") : t("An urgent alert also needs a physician’s note.");
}

function alertPart(context, alerts) {
  if (!alerts.length) return [element("p", {}, t("No alert waits to be acknowledged."))];
  return alerts.length === 1 && alerts[0].level ? [alertFact(context, alerts[0])] : [];
}

export function acknowledge(context, options) {
  const alerts = waiting(context, options.code);
  const several = alerts.length > 1;
  const codes = choice(t("Which alert"), alerts.map((alert) => [alert.code, `${alertTitle(alert)}, ${alertStory(alert, context.zone)}`]), {
    required: t("Which alert?"), value: alerts.length === 1 ? alerts[0].code : null,
  });
  const words = text(t("Note"), { long: true, max: 500, hint: noteHint(context, alerts) });
  return askAndSave(context, {
    title: t("Acknowledge"), save: t("Acknowledge"), label: t("Alert acknowledged"), extra: alertPart(context, alerts),
    asks: several ? [codes, words] : [words], words: () => alertTitle(alerts.find((alert) => alert.code === codes.value())),
    build: (recorded_at) => {
      if (!codes.value()) return t("There is no alert to acknowledge.");
      const body = { kind: "alert_acknowledged", at: recorded_at, recorded_at, code: codes.value() };
      return [words.value() ? { ...body, note: words.value() } : body];
    },
  });
}

function withReason(kind, title, label, hint) {
  return (context) => {
    const reason = text(t("Reason"), { required: t("A reason is needed."), long: true, max: 500, hint });
    return askAndSave(context, {
      title, label, asks: [reason], words: () => reason.value(),
      build: (recorded_at) => [{ kind, at: recorded_at, recorded_at, reason: reason.value() }],
    });
  };
}

export const acceptBaseline = withReason("baseline_accepted", t("Accept the baseline"), t("Baseline accepted"), t("By a physician: the latest reading before the dose becomes the baseline."));
export const clearFlags = withReason("red_flags_cleared", t("Clear the red flags"), t("Red flags cleared"), t("By a physician, with what was found."));
