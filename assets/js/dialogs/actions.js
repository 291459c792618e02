/* What is done to the infusion and given to the patient: infusion, dose, note, emergency.
 *
 * Contract: each function takes (context, options) and resolves {saved, key}. `context` is the answer
 * of GET /api/v1/sessions/{id}/entry with skew_ms.
 */
import { DOSE_ROUTES } from "./answers.js";
import { choice, number, text, when } from "./ask.js";
import { element, openDialog } from "./frame.js";
import { routeName } from "./entry-words.js";
import { inSentence, lookUp, names } from "../names.js";
import { askAndSave, who } from "./form.js";
import { offerRegister } from "./register.js";

const { t, word } = window.monitor;

const ACTS = {
  start: { kind: "infusion_started", title: t("Start the infusion"), save: t("Start"), label: t("Infusion started") },
  pause: { kind: "infusion_paused", title: t("Pause the infusion"), save: t("Pause"), label: t("Infusion paused") },
  resume: { kind: "infusion_resumed", title: t("Resume the infusion"), save: t("Resume"), label: t("Infusion resumed") },
  stop: { kind: "infusion_ended", title: t("Stop the infusion"), save: t("Stop"), label: t("Infusion stopped") },
};
const NEXT_ACTS = { expected: ["start"], arrived: ["start"], infusing: ["pause", "stop"], paused: ["resume", "stop"] };

export const stamp = (at, recorded_at) => ({ at: at.value(), recorded_at });

function doseFact(session) {
  const dose = session.dose_mg;
  return element("div", { class: "fact" }, [
    element("span", {}, t("Planned for this session, {protocol}", { protocol: session.protocol })),
    element("strong", {}, `${word(session.drug)} ${dose} mg ${routeName(session.route)}`),
  ]);
}

/* Several things can be done next: the person says which. */
function askAct(context, acts) {
  const buttons = acts.map((act) => [act, element("button", { type: "button", class: "btn btn--big" }, ACTS[act].title)]);
  const dialog = openDialog({ title: t("Infusion"), subtitle: who(context), body: element("div", { class: "choices" }, buttons.map(([, button]) => button)) });
  let next = null;
  buttons.forEach(([act, button]) => button.addEventListener("click", () => { next = act; dialog.close(); }));
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(next ? infusion(context, { act: next }) : { saved: false }));
  });
}

function infusionOver(context) {
  openDialog({ title: t("Infusion"), subtitle: who(context), body: element("p", {}, t("The infusion has ended. A wrong time or dose is mended by correcting its entry.")) });
  return { saved: false };
}

export function infusion(context, options) {
  const acts = ACTS[options.act] ? [options.act] : NEXT_ACTS[context.session.phase] || [];
  if (!acts.length) return infusionOver(context);
  if (acts.length > 1) return askAct(context, acts);
  const [act] = acts;
  const chosen = ACTS[act];
  const at = when(t("When"), context);
  const starting = act === "start";
  const dose = number(t("Dose, mg"), { required: t("The dose in mg is needed."), limit: context.limits.dose_mg, value: starting ? context.session.dose_mg : "" });
  const build = (recorded_at) => [{
    kind: chosen.kind, ...stamp(at, recorded_at), ...(starting ? { dose_mg: dose.value() } : {}),
  }];
  return askAndSave(context, {
    title: chosen.title, save: chosen.save, danger: act === "stop", label: chosen.label, build,
    extra: [doseFact(context.session), ...offerRegister(context)], asks: starting ? [at, dose] : [at],
    words: () => (starting ? `${dose.value()} mg` : ""),
  });
}

/* The doses that count so far, the earliest first. */
function dosesGiven(context) {
  return (context.entries || []).filter((entry) => entry.kind === "dose_given" && !entry.struck).reverse();
}

/* A dose after the first: what was given, and what a further one means for the time of observation. */
function furtherDose(context, given) {
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: context.zone });
  const total = given.reduce((sum, entry) => sum + entry.fields.dose_mg, 0);
  const told = given.map((entry) => t("{dose_mg} mg at {time}", { dose_mg: entry.fields.dose_mg, time: clock.format(Date.parse(entry.at)) })).join(", ");
  const meaning = context.session.restarts
    ? t("The observation time and the sets count anew from a further dose.")
    : t("The observation time goes on counting from the first dose.");
  return element("div", { class: "fact fact--caution" }, [
    element("strong", {}, t("Given so far: {total} mg of {dose_mg} mg", { total, dose_mg: context.session.dose_mg })),
    element("span", {}, `${told}. ${meaning}`),
  ]);
}

/* An intramuscular, sublingual or nasal dose. */
export function dose(context, options) {
  const at = when(t("When"), context);
  const given = dosesGiven(context);
  const amount = number(t("Dose, mg"), { required: t("The dose in mg is needed."), limit: context.limits.dose_mg, value: given.length ? "" : context.session.dose_mg });
  const routes = DOSE_ROUTES();
  const usual = routes.some(([key]) => key === context.session.route) ? context.session.route : options.route || null;
  const route = choice(t("Route"), routes, { required: t("Which route?"), value: usual });
  return askAndSave(context, {
    title: given.length ? t("A further dose") : t("Dose given"), save: t("Save the dose"), label: t("Dose given"),
    extra: [doseFact(context.session), ...offerRegister(context), ...(given.length ? [furtherDose(context, given)] : [])], asks: [at, amount, route],
    build: (recorded_at) => [{ kind: "dose_given", ...stamp(at, recorded_at), dose_mg: amount.value(), route: route.value() }],
    words: () => `${amount.value()} mg`,
  });
}

export function note(context) {
  const words = text(t("Note"), { required: t("A note needs words."), long: true, max: 1000 });
  const at = when(t("About"), context);
  return askAndSave(context, {
    title: t("Note"), save: t("Save the note"), label: t("Note"), asks: [words, at], words: () => words.value(),
    build: (recorded_at) => [{ kind: "note", ...stamp(at, recorded_at), text: words.value() }],
  });
}

export function emergency(context) {
  const what = choice(t("What happened"), Object.entries(names.emergencies), { required: t("What happened?") });
  const at = when(t("When"), context);
  const warning = element("div", { class: "fact fact--urgent" }, [
    element("strong", {}, t("Call for help first.")), element("span", {}, t("This writes it down and raises an urgent alert; it calls nobody.")),
  ]);
  return askAndSave(context, {
    title: t("Emergency"), save: t("Record the emergency"), danger: true, label: t("Emergency"), extra: [warning], asks: [what, at],
    build: (recorded_at) => [{ kind: "emergency", ...stamp(at, recorded_at), what: what.value() }],
    words: () => inSentence(lookUp(names.emergencies, what.value())),
  });
}
