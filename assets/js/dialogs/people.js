/* What is asked of the patient or said by the physician: walk test, orientation, acknowledgement,
 * accepting a baseline, clearing red flags.
 *
 * Contract: as actions.js. Whether a person may do it is the server's word; the dialog only asks.
 */
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

const alertName = (alert) => `${alert.code.replaceAll("_", " ")}, ${alert.level}`;

function alertFact(context, alert) {
  const raised = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: context.zone }).format(Date.parse(alert.raised_at));
  const value = Array.isArray(alert.value) ? alert.value.join(", ") : alert.value ?? "";
  return element("div", { class: alert.level === "urgent" ? "fact fact--urgent" : "fact" }, [
    element("strong", {}, `${alertName(alert)}${value === "" ? "" : ` ${String(value).replaceAll("_", " ")}`}`), element("span", {}, `raised ${raised}, ${alert.state}`),
  ]);
}

export function acknowledge(context, options) {
  const alerts = (context.alerts || []).filter((alert) => !options.code || alert.code === options.code);
  const open = alerts.length ? alerts : (options.code ? [{ code: options.code, level: "", state: "open", raised_at: context.now, value: "" }] : []);
  const unique = [...new Map(open.map((alert) => [alert.code, alert])).values()];
  const physician = context.me.roles.includes("physician");
  const codes = choice("Which alert", unique.map((alert) => [alert.code, alertName(alert)]), {
    required: "Which alert?", value: unique.length === 1 ? unique[0].code : null,
  });
  const words = text("Note", {
    long: true, max: 500,
    hint: physician ? "A physician’s note answers an urgent alert for discharge." : "An urgent alert still waits for a physician’s note before discharge.",
  });
  const facts = unique.length === 1 && open[0].level ? [alertFact(context, open[0])] : [];
  return askAndSave(context, {
    title: "Acknowledge", save: "Acknowledge", label: "Alert acknowledged", extra: facts,
    asks: unique.length === 1 ? [words] : [codes, words], words: () => codes.value(),
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
