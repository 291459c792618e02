/* Change of chair: the session goes to a free one. Needs the network, for the server knows which are free.
 *
 * Contract: `chair(context)` resolves {saved}. The free chairs come from GET /board, who watches over them from
 * GET /watch; who answers for the new one is tapped, never taken for granted. The server judges: a chair that was
 * taken meanwhile, a session that was moved, another nurse; what it refuses is said and nothing typed is lost.
 */
import { choice, text } from "./ask.js";
import { element, openDialog } from "./frame.js";
import { who } from "./form.js";

const t = (...said) => window.monitor.t(...said);

function complain(context, words) {
  openDialog({ title: t("Change of chair"), subtitle: who(context), body: element("p", {}, words) });
  return { saved: false };
}

/* The nurse of the new chair, to be confirmed; where there is none, whoever moves or the nurse of the old one. */
function answering(watch, me, from, to) {
  const of = (chair) => watch.chairs.find((one) => one.chair_id === chair);
  const there = of(to), before = of(from);
  if (there) return [[there.person_id, there.name, t("watches over that chair")]];
  const others = before && before.person_id !== me.id ? [[before.person_id, before.name, t("watches over this chair now")]] : [];
  return [[me.id, me.name, t("you")], ...others];
}

function form(context, board, watch) {
  const from = board.cards.find((card) => card.session && card.session.id === context.session.id);
  if (!from) return complain(context, t("This session is in no chair any more."));
  const free = board.cards.filter((card) => !card.taken);
  if (!free.length) return complain(context, t("No other chair is free."));
  const nurseOf = (card) => (watch.chairs.find((one) => one.chair_id === card.chair.id) || { name: t("nobody") }).name;
  const place = element("div", {});
  let responsible = null;
  const to = choice(t("To which chair"), free.map((card) => [card.chair.id, card.chair.label, nurseOf(card)]), {
    required: t("To which chair?"),
    onChange: (chosen) => {
      const options = chosen ? answering(watch, context.me, from.chair.id, chosen) : [];
      responsible = chosen ? choice(t("Who watches over it there"), options, { required: t("Confirm who watches over it there.") }) : null;
      place.replaceChildren(...(responsible ? [responsible.node] : []));
    },
  });
  const reason = text(t("Reason"), { required: t("A reason is needed."), max: 300 });
  const said = element("p", { class: "dialog__said", role: "status", "aria-live": "polite" }, t("Chair {chair} is free from then on.", { chair: from.chair.label }));
  const button = element("button", { type: "submit", form: "form-chair", class: "btn btn--primary" }, t("Change the chair"));
  const node = element("form", { id: "form-chair", novalidate: true }, [to.node, place, reason.node]);
  const dialog = openDialog({ title: t("Change of chair"), subtitle: who(context), body: node, actions: [said, button] });
  let saved = false;
  const wrong = (words) => { said.textContent = words; said.classList.add("is-wrong"); };
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const problem = [to, responsible, reason].filter(Boolean).map((ask) => [ask, ask.problem()]).find(([, words]) => words);
    if (problem) {
      wrong(problem[1]);
      problem[0].focus();
      return;
    }
    button.disabled = true;
    const answer = await window.monitor.api.post(`/sessions/${encodeURIComponent(context.session.id)}/chair`, {
      from_chair_id: from.chair.id, chair_id: to.value(), responsible_id: responsible.value(), reason: reason.value(),
    });
    button.disabled = false;
    if (!answer.ok) {
      wrong(window.monitor.api.sentence(answer));
      return;
    }
    saved = true;
    dialog.close();
    document.dispatchEvent(new CustomEvent("monitor:recorded", { detail: { session: context.session.id, key: null, received_at: null } }));
  });
  to.focus();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve({ saved })));
}

export async function chair(context) {
  const [board, watch] = await Promise.all([window.monitor.api.get("/board"), window.monitor.api.get("/watch")]);
  const failed = [board, watch].find((answer) => !answer.ok);
  if (failed) return complain(context, window.monitor.api.sentence(failed));
  return form(context, board.body, watch.body);
}
