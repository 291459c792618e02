/* What is attested before discharge: escort, instructions, line removed, suicide safety.
 *
 * Contract: `attest(context, {item})`; without an item it asks for all that apply. Nothing is ticked
 * beforehand; the entry carries who said it and when.
 */
import { choice, text, when } from "./ask.js";
import { askAndSave } from "./form.js";
import { stamp } from "./actions.js";

const YES_NO = [[true, "Yes"], [false, "No"]];
const TITLES = {
  escort: "Escort", instructions_given: "Discharge instructions", line_removed: "Line removed", suicide_safety: "Suicide safety",
};

function escort() {
  const name = text("Name of the responsible adult", { required: "The escort's name is needed.", max: 80 });
  const phone = text("Telephone", { required: "The escort's telephone number is needed.", mode: "tel", max: 40 });
  return { asks: [name, phone], body: () => ({ escort: { name: name.value(), phone: phone.value() } }), words: () => name.value() };
}

function yesNo(item, question) {
  const answer = choice(question, YES_NO, { required: "Yes or no?" });
  return { asks: [answer], body: () => ({ [item]: answer.value() }), words: () => (answer.value() ? "yes" : "no") };
}

function safety() {
  const answer = choice("Asked about thoughts of suicide", [["no_concern", "No concern"], ["concern", "Concern", "raises an urgent alert"]], { required: "Concern or none?" });
  return { asks: [answer], body: () => ({ suicide_safety: answer.value() }), words: () => answer.value().replace("_", " ") };
}

const PARTS = {
  escort,
  instructions_given: () => yesNo("instructions_given", "Written and spoken instructions given and understood"),
  line_removed: () => yesNo("line_removed", "Cannula out, site looked at"),
  suicide_safety: safety,
};

function askWhich(context) {
  const which = choice("What is attested", Object.entries(TITLES), { required: "Choose one." });
  return new Promise((resolve) => {
    import("./frame.js").then(({ openDialog }) => {
      const dialog = openDialog({ title: "Attest", body: which.node });
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
  const at = when("When", context);
  return askAndSave(context, {
    title: TITLES[options.item], label: TITLES[options.item], asks: [...part.asks, at], words: part.words,
    build: (recorded_at) => [{ kind: "attested", ...stamp(at, recorded_at), ...part.body() }],
  });
}
