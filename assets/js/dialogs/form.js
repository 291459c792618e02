/* A dialog that asks, and hands one entry to the outbox.
 *
 * Contract: `askAndSave(context, {title, subtitle, asks, extra, save, label, build, words})`: `asks` are
 * questions of ask.js, `build(recorded_at)` -> list of events or a sentence that says what is wrong,
 * `words()` the entry in words, `foot` a node beside the button. Resolves {saved, key} when the dialog is closed. One key for one
 * opening, so that a double tap saves once. A failing tablet leaves the dialog open and says so.
 */
import { element, openDialog } from "./frame.js";

const { t } = window.monitor;

function firstProblem(asks) {
  for (const ask of asks) {
    const wrong = ask.problem();
    if (wrong) return [ask, wrong];
  }
  return null;
}

function entryOf(context, label, words, events) {
  const { me, patient, session } = context;
  return {
    session: session.id, patient: { id: patient.id, name: patient.name }, chair: session.chair,
    person: { id: me.id, name: me.name, initials: me.initials }, zone: context.zone, label, words, events,
    seen: { chair_id: session.chair_id, last_seq: session.last_seq, skew_ms: context.skew_ms },
  };
}

export function who(context) {
  const { session, patient } = context;
  return t("Chair {chair}, {name}", { chair: session.chair, name: patient.name });
}

/* What needs no question: one tap, one entry. Resolves {saved, key}. */
export async function saveNow(context, { label, words, build }) {
  const key = window.monitor.outbox.newKey();
  try {
    await window.monitor.outbox.put({ ...entryOf(context, label, words, build(new Date().toISOString())), key });
    return { saved: true, key };
  } catch (error) {
    openDialog({ title: label, subtitle: who(context), body: element("p", {}, t("Not saved: {message}", { message: error.message })) });
    return { saved: false, key };
  }
}

export function askAndSave(context, { title, asks, extra = [], save = t("Save"), danger = false, label, build, words, foot = null, wide = false }) {
  const outbox = window.monitor.outbox;
  const key = outbox.newKey();
  const said = element("p", { class: "dialog__said", role: "status", "aria-live": "polite" }, t("Saves as {name}", { name: context.me.name }));
  const button = element("button", { type: "submit", form: `form-${key}`, class: danger ? "btn btn--danger" : "btn btn--primary" }, save);
  const form = element("form", { id: `form-${key}`, novalidate: true }, [...extra, ...asks.map((ask) => ask.node)]);
  const dialog = openDialog({ title, subtitle: who(context), body: form, actions: [said, foot, button].filter(Boolean), wide });
  let result = { saved: false, key };
  const complain = (sentence) => { said.textContent = sentence; said.classList.add("is-wrong"); };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const wrong = firstProblem(asks);
    if (wrong) {
      complain(wrong[1]);
      wrong[0].focus();
      return;
    }
    const events = build(new Date().toISOString());
    if (typeof events === "string") {
      complain(events);
      return;
    }
    button.disabled = true;
    try {
      await outbox.put({ ...entryOf(context, label, words(), events), key });
      result = { saved: true, key };
      dialog.close();
    } catch (error) {
      button.disabled = false;
      complain(t("Not saved: {message}", { message: error.message }));
    }
  });
  if (asks.length) asks[0].focus();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(result)));
}
