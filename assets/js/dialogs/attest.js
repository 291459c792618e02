/* What is attested before discharge: escort, instructions, line removed, suicide safety.
 *
 * Contract: `attest(context, {item})`; without an item it asks for all that apply. Nothing is ticked
 * beforehand; the entry carries who said it and when.
 */
import { choice, text, when } from "./ask.js";
import { askAndSave } from "./form.js";
import { stamp } from "./actions.js";

const { t } = window.monitor;

const YES_NO = [[true, t("Yes")], [false, t("No")]];
const TITLES = {
  escort: t("Escort"), instructions_given: t("Discharge instructions"), line_removed: t("Line removed"), suicide_safety: t("Suicide safety"),
};

function escort() {
  const name = text(t("Name of the responsible adult"), { required: t("The escort's name is needed."), max: 80 });
  const phone = text(t("Telephone"), { required: t("The escort's telephone number is needed."), mode: "tel", max: 40 });
  return { asks: [name, phone], body: () => ({ escort: { name: name.value(), phone: phone.value() } }), words: () => name.value() };
}

function yesNo(item, question) {
  const answer = choice(question, YES_NO, { required: t("Yes or no?") });
  return { asks: [answer], body: () => ({ [item]: answer.value() }), words: () => (answer.value() ? t("yes") : t("no")) };
}

function safety() {
  const answer = choice(t("Asked about thoughts of suicide"), [["no_concern", t("No concern")], ["concern", t("Concern"), t("raises an urgent alert")]], { required: t("Concern or none?") });
  return { asks: [answer], body: () => ({ suicide_safety: answer.value() }), words: () => answer.value().replace("_", " ") };
}

const PARTS = {
  escort,
  instructions_given: () => yesNo("instructions_given", t("Written and spoken instructions given and understood")),
  line_removed: () => yesNo("line_removed", t("Cannula out, site looked at")),
  suicide_safety: safety,
};

function askWhich(context) {
  const which = choice(t("What is attested"), Object.entries(TITLES), { required: t("Choose one.") });
  return new Promise((resolve) => {
    import("./frame.js").then(({ openDialog }) => {
      const dialog = openDialog({ title: t("Attest"), body: which.node });
      let next = null;
      which.node.addEventListener("click", () => {
        if (which.value()) { next = which.value(); dialog.close(); }
      });
      dialog.addEventListener("close", () => resolve(next ? attest(context, { item: next }) : { saved: false }));
    });
  });
}

export function attest(context, options) {
  if (!PARTS[options.item]) return askWhich(context);
  const part = PARTS[options.item]();
  const at = when(t("When"), context);
  return askAndSave(context, {
    title: TITLES[options.item], label: TITLES[options.item], asks: [...part.asks, at], words: part.words,
    build: (recorded_at) => [{ kind: "attested", ...stamp(at, recorded_at), ...part.body() }],
  });
}
