/* Sit to stand: a seated reading, then standing ones at 1 and 3 minutes, each saved as it is made.
 *
 * Contract: `stand(context)`; it begins with the step that follows from the readings that the protocol
 * still lets a standing one be compared with, and asks for the next one after each. A reading is on this tablet's disk before the
 * next is asked for, so that an interruption loses none. The server judges the fall.
 */
import { choice, number, when } from "./ask.js";
import { stamp } from "./actions.js";
import { askAndSave } from "./form.js";
import { element } from "./frame.js";

const { t } = window.monitor;

const MINUTE_MS = 60000;
const STEPS = [["seated", t("Seated"), t("before standing up")], ["standing", t("Standing"), t("after 1 and 3 min")], ["unable", t("Could not stand")]];

function readings(context) {
  const since = Date.now() + context.skew_ms - context.seated_within_minutes * MINUTE_MS;
  return (context.entries || [])
    .filter((entry) => entry.kind === "vitals" && !entry.struck && entry.fields.systolic_mmhg && Date.parse(entry.at) >= since)
    .map(({ at, fields }) => ({ at: Date.parse(at), position: fields.position || "seated", systolic: fields.systolic_mmhg, diastolic: fields.diastolic_mmhg }))
    .sort((one, two) => one.at - two.at);
}

function clock(context, at) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: context.zone }).format(at);
}

/* The seated reading just before the standing ones, and the standing ones since; one lying down is none. */
function run(made) {
  const last = made.findLastIndex((reading) => reading.position !== "standing");
  return last < 0 || made[last].position !== "seated" ? { seated: null, standing: [] } : { seated: made[last], standing: made.slice(last + 1) };
}

function fallWords(seated, reading) {
  const change = (now, then) => (now > then ? `+${now - then}` : `${now - then}`.replace("-", "−"));
  return `${change(reading.systolic, seated.systolic)} / ${change(reading.diastolic, seated.diastolic)}`;
}

function story(context, { seated, standing }) {
  if (!seated) return element("div", { class: "fact" }, [element("span", {}, t("No seated reading in the last {minutes} min. Begin with one.", { minutes: context.seated_within_minutes }))]);
  const lines = standing.map((reading) => element("span", {}, t("Standing {systolic}/{diastolic} at {time}, change {change}", { systolic: reading.systolic, diastolic: reading.diastolic, time: clock(context, reading.at), change: fallWords(seated, reading) })));
  return element("div", { class: "fact" }, [element("strong", {}, t("Seated {systolic}/{diastolic} at {time}", { systolic: seated.systolic, diastolic: seated.diastolic, time: clock(context, seated.at) })), ...lines]);
}

function bodyOf(position, values) {
  const { systolic, diastolic, rate } = values;
  const body = { systolic_mmhg: systolic, diastolic_mmhg: diastolic, position };
  if (rate !== null) body.heart_rate_bpm = rate;
  return body;
}

async function step(context, made) {
  const found = run(made);
  const position = choice(t("Position"), STEPS, { value: found.seated ? "standing" : "seated", required: t("Seated or standing?") });
  const systolic = number(t("Systolic, mmHg"), { limit: context.limits.systolic_mmhg, whole: true });
  const diastolic = number(t("Diastolic, mmHg"), { limit: context.limits.diastolic_mmhg, whole: true });
  const rate = number(t("Heart rate, /min (optional)"), { limit: context.limits.heart_rate_bpm, whole: true });
  const at = when(t("Measured at"), context);
  const result = await askAndSave(context, {
    title: t("Sit to stand"), label: t("Sit to stand"), extra: [story(context, found)], asks: [position, systolic, diastolic, rate, at], wide: true,
    words: () => (position.value() === "unable" ? t("could not stand") : `${window.monitor.word(position.value())} ${systolic.value()}/${diastolic.value()} mmHg`),
    build: (recorded_at) => {
      const times = stamp(at, recorded_at);
      if (position.value() === "unable") return [{ kind: "mobility", ...times, gait: "unable" }];
      if (systolic.value() === null || diastolic.value() === null) return t("Both pressures are needed.");
      const [least] = context.limits.pulse_pressure_mmhg.hard;
      if (systolic.value() - diastolic.value() < least) return t("{systolic}/{diastolic} cannot be: systolic is at least {least} above diastolic.", { systolic: systolic.value(), diastolic: diastolic.value(), least });
      return [{ kind: "vitals", ...times, ...bodyOf(position.value(), { systolic: systolic.value(), diastolic: diastolic.value(), rate: rate.value() }) }];
    },
  });
  if (!result.saved || position.value() === "unable") return result;
  const reading = { at: Date.parse(at.value()) + context.skew_ms, position: position.value(), systolic: systolic.value(), diastolic: diastolic.value() };
  const next = [...made, reading];
  return run(next).standing.length < 2 ? step(context, next) : result;
}

export const stand = (context) => step(context, readings(context));
