/* A scale, item by item: Aldrete, MPADSS, CADSS-6 by item number, PHQ-9.
 *
 * Contract: `scale(context, {name})`; without a name the person chooses among those that the session
 * asks for. Items, answers and derived items come from the server (`context.scales`). Nothing is
 * chosen beforehand and no total is typed; the server computes the one that counts. After an
 * answer that the server marks `needs_person` (PHQ-9, item 9) the question on suicide safety follows at once.
 */
import { choice, when } from "./ask.js";
import { stamp } from "./actions.js";
import { attest } from "./attest.js";
import { plainWord, signName } from "./entry-words.js";
import { askAndSave, who } from "./form.js";
import { element, openDialog } from "./frame.js";

const { t, tn } = window.monitor;

const MOMENTS = { before: t("asked before the dose"), after: t("asked after the dose"), both: t("asked before and after the dose") };

function itemAsk(item, onChange) {
  const answers = item.answers.map(({ score, words }) => [score, String(score), words]);
  const ask = choice(item.label, answers, { onChange });
  ask.node.classList.add("ask--row");
  return ask;
}

function derivedRow(name, value) {
  const words = value === null ? t("not computable now") : t("{value}, read from the vital signs", { value });
  return element("div", { class: value === null ? "derived is-unknown" : "derived" }, [element("span", {}, plainWord(name)), element("b", {}, words)]);
}

function derivedPart({ derived }) {
  if (!derived) return null;
  const rows = Object.entries(derived.items).map(([name, value]) => derivedRow(name, value));
  const lack = derived.missing.length ? element("small", {}, t("Missing: {items}.", { items: derived.missing.map(signName).join(", ") })) : null;
  return element("div", { class: "deriveds", role: "group", "aria-label": t("Read from the vital signs") }, [...rows, lack]);
}

function sumOf(form, asks) {
  const given = asks.map((ask) => ask.value());
  const read = form.derived ? Object.values(form.derived.items) : [];
  const all = [...given, ...read];
  const known = all.filter((value) => value !== null);
  return { left: given.filter((value) => value === null).length, total: known.reduce((sum, value) => sum + value, 0), whole: known.length === all.length };
}

function sumWords(form, asks) {
  const { left, total, whole } = sumOf(form, asks);
  if (left) return t("{left} to answer", { left });
  return whole ? t("Total {total} of {highest}", { total, highest: form.highest }) : t("No total: a value is missing");
}

const warning = () => element("div", { class: "fact fact--urgent", hidden: true }, [
  element("strong", {}, t("Item 9 is above 0")), element("span", {}, t("Speak with the patient now. The question on suicide safety comes next.")),
]);

async function fill(context, form) {
  const at = when(t("Asked at"), context);
  const sum = element("b", { class: "scale__sum", role: "status", "aria-live": "polite" });
  const alarm = form.items.some(({ answers }) => answers.some((one) => one.needs_person)) ? warning() : null;
  const asks = [];
  const needsPerson = () => form.items.some(({ answers }, place) => answers.some((one) => one.needs_person && one.score === asks[place].value()));
  const show = () => {
    sum.textContent = sumWords(form, asks);
    if (!alarm || alarm.hidden === !needsPerson()) return;
    alarm.hidden = !alarm.hidden;
    if (!alarm.hidden) alarm.scrollIntoView({ block: "nearest" });
  };
  asks.push(...form.items.map((item) => itemAsk(item, show)));
  show();
  const last = { node: element("div", { class: "scale__foot" }, [derivedPart(form), alarm]), problem: () => "", focus: () => {} };
  const result = await askAndSave(context, {
    title: form.title, label: form.title, wide: true, foot: sum, asks: [...asks, last, at],
    extra: [element("p", { class: "faint" }, `${form.variant}; ${MOMENTS[form.moment]}`)],
    words: () => sumWords(form, asks),
    build: (recorded_at) => {
      const { left } = sumOf(form, asks);
      if (left) return tn("One item is not answered. Each needs an answer.", "{number} items are not answered. Each needs an answer.", left);
      const items = Object.fromEntries(form.items.map((item, place) => [item.id, asks[place].value()]));
      return [{ kind: "scale", ...stamp(at, recorded_at), name: form.name, items }];
    },
  });
  if (result.saved && alarm && needsPerson()) return attest(context, { item: "suicide_safety" });
  return result;
}

function lastWords({ last }) {
  if (!last) return t("not asked yet");
  return last.total === null ? t("last one not computable") : t("last {total}", { total: last.total });
}

function choose(context, forms) {
  const buttons = forms.map((form) => element("button", { type: "button", class: "btn btn--big" }, [
    element("span", {}, [form.title, " ", element("small", {}, `${MOMENTS[form.moment]}, ${lastWords(form)}`)]),
  ]));
  const dialog = openDialog({ title: t("Scales"), subtitle: who(context), body: element("div", { class: "choices" }, buttons) });
  let next = null;
  buttons.forEach((button, place) => button.addEventListener("click", () => { next = forms[place]; dialog.close(); }));
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(next ? fill(context, next) : { saved: false }));
  });
}

export function scale(context, { name }) {
  const forms = context.scales || [];
  const found = forms.find((form) => form.name === name);
  if (found) return fill(context, found);
  return forms.length === 1 ? fill(context, forms[0]) : choose(context, forms);
}
