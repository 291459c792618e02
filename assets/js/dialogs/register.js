/* The register of controlled drugs: one row, or a wrong one reversed. Needs the network: a witness confirms
 * with a PIN, and a PIN is never kept on a tablet.
 *
 * Contract: `register(context | null, {draw})`, `registerReverse(context | null, {row, words})`, `offerRegister(context)`:
 * what stands in a dialog on the infusion or a dose as the way to the register. Totals are the server's word.
 */
import { choice, number, text } from "./ask.js";
import { element, openDialog } from "./frame.js";

const t = (...said) => window.monitor.t(...said);
const WITNESSED = ["received", "drawn", "wasted", "returned"];
const OUT = ["given", "wasted", "returned"];
const ACTIONS = () => [["received", t("received")], ["drawn", t("drawn")], ["given", t("given")], ["wasted", t("wasted")], ["returned", t("returned")]];
const hide = (ask, hidden) => { ask.node.hidden = hidden; };

function complain(words) {
  openDialog({ title: t("Controlled drugs"), body: element("p", {}, words) });
  return { saved: false };
}

/* Who saw it, and the PIN of that person. */
function witnessAsks(form) {
  const who = choice(t("Witness"), form.witnesses.map((one) => [one.person_id, one.name]), { required: t("Who witnesses this?") });
  const pin = text(t("PIN of the witness"), { required: t("The witness types their PIN."), mode: "numeric", max: 12 });
  const field = pin.node.querySelector("input");
  field.type = "password";
  field.autocomplete = "off";
  return { who, pin, body: () => (who.value() ? { witness: { person_id: who.value(), pin: pin.value() } } : {}), clear: () => { field.value = ""; } };
}

function send({ title, save, asks, path, body, witness, extra = [] }) {
  const said = element("p", { class: "dialog__said", role: "status", "aria-live": "polite" }, t("Saved on the server when you enter it, never kept on this tablet."));
  const button = element("button", { type: "submit", form: "form-register", class: "btn btn--primary" }, save);
  const form = element("form", { id: "form-register", novalidate: true }, [...extra, ...asks.map((ask) => ask.node)]);
  const dialog = openDialog({ title, body: form, actions: [said, button], wide: true });
  let saved = false;
  const wrong = (words) => { said.textContent = words; said.classList.add("is-wrong"); };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const problem = asks.filter((ask) => !ask.node.hidden).map((ask) => [ask, ask.problem()]).find(([, words]) => words);
    if (problem) {
      wrong(problem[1]);
      problem[0].focus();
      return;
    }
    button.disabled = true;
    const answer = await window.monitor.api.post(path, body());
    button.disabled = false;
    if (answer.ok) {
      saved = true;
      dialog.close();
      document.dispatchEvent(new CustomEvent("monitor:recorded", { detail: { session: null, key: null, received_at: answer.body.recorded_at } }));
    } else {
      witness.clear();
      wrong(window.monitor.api.sentence(answer));
    }
  });
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve({ saved })));
}

function clockOf(at, zone) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(Date.parse(at));
}

export async function register(context, { draw = "" } = {}) {
  const answer = await window.monitor.api.get("/register/form");
  if (!answer.ok) return complain(window.monitor.api.sentence(answer));
  const form = answer.body;
  const id = window.monitor.outbox.newKey();
  const zone = context ? context.zone : undefined;
  const session = context ? context.session.id : null;
  const called = window.monitor.language.medicine;
  const lots = form.lots.map((lot) => [`${lot.drug}|${lot.lot}|${lot.strength}`, `${called(lot.drug)} ${lot.lot}`, lot.strength]);
  const draws = form.open_draws.map((one) => [one.row.id, `${called(one.row.drug)} ${one.row.lot}, ${clockOf(one.row.at, zone)}`, t("{left} mg left", { left: one.left_mg })]);
  const action = choice(t("What happened"), ACTIONS(), { required: t("What happened?"), value: draw ? "given" : null, onChange: show });
  const from = choice(t("Out of which draw"), draws, { required: t("Out of which draw?"), value: draw || (draws.length === 1 ? draws[0][0] : null) });
  const known = choice(t("A lot in use"), lots, { onChange: take });
  const drug = choice(t("Drug"), form.drugs.map((name) => [name, called(name)]), { required: t("Which drug?") });
  const lot = text(t("Lot"), { required: t("Which lot?"), max: 60 });
  const strength = text(t("Strength"), { required: t("Which strength?"), max: 60, hint: t("As on the vial, such as 50 mg/mL") });
  const amount = number(t("Amount, mg"), { required: t("How many mg?"), limit: { hard: [0, 100000] } });
  const witness = witnessAsks(form);
  function take(chosen) {
    const found = form.lots.find((one) => `${one.drug}|${one.lot}|${one.strength}` === chosen);
    if (!found) return;
    const button = drug.node.querySelector(`[data-value="${found.drug}"]`);
    if (button && drug.value() !== found.drug) button.click();
    lot.node.querySelector("input").value = found.lot;
    strength.node.querySelector("input").value = found.strength;
  }
  function show() {
    const out = OUT.includes(action.value());
    hide(from, !out);
    hide(known, out || !lots.length);
    [drug, lot, strength].forEach((ask) => hide(ask, out));
    const needed = WITNESSED.includes(action.value());
    hide(witness.who, !needed);
    hide(witness.pin, !needed);
  }
  show();
  const asks = [action, from, known, drug, lot, strength, amount, witness.who, witness.pin];
  const body = () => ({
    id, action: action.value(), amount_mg: amount.value(), ...(session && action.value() !== "received" ? { session_id: session } : {}),
    ...(OUT.includes(action.value()) ? { draw_id: from.value() } : { drug: drug.value(), lot: lot.value(), strength: strength.value() }),
    ...(WITNESSED.includes(action.value()) ? witness.body() : {}),
  });
  return send({ title: t("Controlled drugs"), save: t("Enter"), asks, path: "/register", body, witness });
}

export async function registerReverse(_context, { row, words }) {
  const answer = await window.monitor.api.get("/register/form");
  if (!answer.ok) return complain(window.monitor.api.sentence(answer));
  const reason = text(t("Reason"), { required: t("A reason is needed."), max: 300, hint: t("The row stays readable and counts for nothing.") });
  const witness = witnessAsks(answer.body);
  return send({
    title: t("Reverse an entry"), save: t("Reverse"), asks: [reason, witness.who, witness.pin], path: `/register/${row}/reverse`, witness,
    extra: [element("div", { class: "fact" }, [element("strong", {}, words || "")])], body: () => ({ reason: reason.value(), ...witness.body() }),
  });
}

/* The way to the register from the infusion or a dose; it asks for nothing and stops nothing. */
export function offerRegister(context) {
  const controlled = (context.medicines || []).some((one) => one.controlled && one.name === context.session.drug);
  if (!controlled) return [];
  return [element("a", { class: "btn", href: `/register?session=${context.session.id}` }, t("Register of controlled drugs"))];
}
