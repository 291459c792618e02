/* Which chair is meant, where a dialog is opened from no chair in particular.
 *
 * Contract: `chooseSession(title)` -> the id of a session, or null when the dialog was closed.
 */
import { element, openDialog } from "./frame.js";

export async function chooseSession(title) {
  const t = window.monitor.t;
  const answer = await window.monitor.api.get("/board");
  const open = answer.ok ? answer.body.cards.filter((card) => card.session && !card.session.closed_at) : [];
  const buttons = open.map((card) => [card.session.id, element("button", { type: "button", class: "btn btn--big" }, [
    element("b", { class: "chair" }, card.chair.label), card.session.patient_name,
  ])]);
  const empty = answer.ok ? t("No chair holds an open session.") : window.monitor.api.sentence(answer);
  const body = element("div", { class: "choices" }, buttons.length ? buttons.map(([, button]) => button) : element("p", {}, empty));
  const dialog = openDialog({ title, subtitle: t("For which chair?"), body });
  return new Promise((resolve) => {
    let chosen = null;
    buttons.forEach(([id, button]) => button.addEventListener("click", () => { chosen = id; dialog.close(); }));
    dialog.addEventListener("close", () => resolve(chosen));
  });
}
