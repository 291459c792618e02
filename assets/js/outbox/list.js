/* The list of what this tablet has not handed over yet, for people.
 *
 * Contract: `openList(outbox)` shows a dialog with every kept entry, its patient, author, age and
 * state. A refused one is a question: the server's own sentence, and "Try again", "Change it"
 * (sets typed on the entry form) or "Take it out" (asked twice). One that met something the tablet did not know is asked about with
 * both sides (question.js). Nothing leaves by itself. Opened twice before it is drawn, it is one.
 */
import { element, openDialog } from "../dialogs/frame.js";
import { isQuestion, question } from "./question.js";

const { t } = window.monitor;

const MINUTE_MS = 60000;

function age(made_at) {
  const minutes = Math.floor((Date.now() - Date.parse(made_at)) / MINUTE_MS);
  if (minutes < 1) return t("just now");
  return t("{minutes} min ago", { minutes });
}

export function refusalSentence(refused) {
  const message = refused.message.replace(/[.\s]+$/, "");
  if (!refused.allowed) return t("{message}. It was not saved.", { message });
  return t("{message}. It was not saved. Allowed: {allowed}.", { message, allowed: refused.allowed });
}

function stateLine(entry, state) {
  if (entry.state === "refused") {
    return element("p", { class: "kept__why", role: "alert" }, t("Not recorded: {why}", { why: refusalSentence(entry.refused) }));
  }
  const sending = state.sending === entry.key;
  const where = sending ? t("sending") : t("on this tablet, goes out by itself");
  return element("p", { class: "kept__state" }, entry.trouble && !sending ? `${where}. ${entry.trouble}` : where);
}

function urgentLine(entry) {
  if (!(entry.urgent || []).length) return null;
  return element("p", { class: "kept__why" }, t("{what}: beyond the urgent limit, not sent, call the physician", { what: entry.urgent.join(", ") }));
}

function takeOutButton(entry, outbox, redraw) {
  const button = element("button", { class: "btn", type: "button" }, t("Take it out"));
  button.addEventListener("click", async () => {
    if (button.dataset.sure) {
      await outbox.remove(entry.key);
      redraw();
      return;
    }
    button.dataset.sure = "yes";
    button.classList.add("btn--danger");
    button.textContent = t("Never recorded: take out");
  });
  return button;
}

function changeButton(entry, words = t("Change it")) {
  const button = element("button", { class: "btn", type: "button" }, words);
  button.addEventListener("click", () => {
    sessionStorage.setItem("monitor-reopen", entry.key);
    const here = location.pathname === "/record" && location.hash === `#${entry.session}`;
    location.assign(`/record#${entry.session}`);
    if (here) location.reload();
  });
  return button;
}

function card(entry, outbox, redraw) {
  const who = entry.patient ? entry.patient.name : "";
  const head = element("h3", {}, [entry.chair ? t("Chair {chair}, {who}", { chair: entry.chair, who }) : who]);
  if (isQuestion(entry)) {
    const change = entry.form ? (words) => changeButton(entry, words) : null;
    return element("li", { class: "kept kept--asks" }, [head, urgentLine(entry), ...question(entry, outbox, redraw, change)].filter(Boolean));
  }
  const parts = [
    head,
    element("p", {}, `${entry.label}${entry.words ? `: ${entry.words}` : ""}`),
    urgentLine(entry),
    element("p", { class: "faint" }, t("by {name}, {age}", { name: entry.person.name, age: age(entry.made_at) })),
    stateLine(entry, outbox.snapshot()),
  ];
  const again = element("button", { class: "btn", type: "button" }, entry.state === "refused" ? t("Try again") : t("Send now"));
  again.addEventListener("click", async () => { await outbox.retry(entry.key); redraw(); });
  const acts = [again];
  if (entry.state === "refused") {
    if (entry.form) acts.push(changeButton(entry));
    acts.push(takeOutButton(entry, outbox, redraw));
  }
  parts.push(element("div", { class: "kept__acts" }, acts));
  return element("li", { class: entry.state === "refused" ? "kept kept--refused" : "kept" }, parts);
}

let shown = null, coming = null;
export function openList(outbox) {
  // Asked of the dialog itself: the event of its closing comes later, and a tap before it would open nothing.
  if (shown && shown.open) return Promise.resolve(shown);
  coming ||= draw(outbox).then((dialog) => { shown = dialog; return dialog; }).finally(() => { coming = null; });
  return coming;
}

async function draw(outbox) {
  const body = element("ul", { class: "kepts" });
  const drawn = new Map(); // what has not changed stays: a finger may be on it, and has perhaps tapped once
  function cardOf(entry, state) {
    const of = JSON.stringify([entry.key, entry.state, entry.trouble, entry.refused, entry.asks, state.sending === entry.key, isQuestion(entry) || age(entry.made_at)]);
    const known = drawn.get(entry.order);
    if (known && known.of === of) return known.node;
    const node = card(entry, outbox, redraw);
    drawn.set(entry.order, { of, node });
    return node;
  }
  async function redraw() {
    const entries = await outbox.list().catch(() => []);
    const state = outbox.snapshot();
    const nothing = element("li", { class: "kept" }, state.storage || t("Everything entered here is recorded on the server."));
    body.replaceChildren(...(entries.length ? entries.map((entry) => cardOf(entry, state)) : [nothing]));
  }
  await redraw();
  const dialog = openDialog({ title: t("Kept on this tablet"), body, wide: true });
  const follow = () => redraw();
  document.addEventListener("monitor:recorded", follow);
  document.addEventListener("monitor:refused", follow);
  dialog.addEventListener("close", () => {
    document.removeEventListener("monitor:recorded", follow);
    document.removeEventListener("monitor:refused", follow);
  });
  return dialog;
}
