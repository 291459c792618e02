/* The lines of a copied sheet as elements; reads nothing and sends nothing.
 *
 * Contract: `setLine(line, number)`, `eventLine(line, number)` -> element with data-line=<key>; inputs carry data-field and
 * a name that says the line; `paint(node, line, shown)` writes where the line stands, with its buttons [data-act].
 */
import { element } from "../dialogs/frame.js";
import { COLUMNS, FLAGS, KINDS, MORE } from "./fields.js";

const { t } = window.monitor;

function field(spec, line, number) {
  const name = t("{field}, line {number}", { field: spec.name, number });
  const said = line.values[spec.id] || "";
  const shared = { "data-field": spec.id, "aria-label": name };
  if (spec.options) {
    const options = [["", ""], ...spec.options].map(([value, words]) => element("option", { value, ...(value === said ? { selected: "" } : {}) }, words));
    return element("select", shared, options);
  }
  return element("input", {
    ...shared, type: "text", autocomplete: "off", value: said, maxlength: spec.digits ? "8" : "200", size: String(spec.size),
    ...(spec.digits ? { inputmode: "decimal" } : {}),
  });
}

function labelled(spec, line, number) {
  return element("div", { class: "paper__field" }, [element("span", { "aria-hidden": "true" }, spec.head), field(spec, line, number)]);
}

const by = () => ({ id: "measured_by", head: t("Measured by"), name: t("Measured by"), size: 10 });

function button(act, words, css = "btn") {
  return element("button", { type: "button", class: css, "data-act": act }, words);
}

function more(line, number) {
  const flags = FLAGS.map(([code, name]) => element("button", {
    type: "button", class: "btn", "data-flag": code, "aria-pressed": String((line.flags || []).includes(code)),
  }, name));
  const label = t("Red flags, line {number}", { number });
  return element("div", { class: "paper__more", hidden: "" }, [
    ...[by(), ...MORE].map((spec) => labelled(spec, line, number)),
    element("div", { class: "paper__flags", role: "group", "aria-label": label, hidden: "" }, flags),
  ]);
}

export function setLine(line, number) {
  const cells = COLUMNS.map((spec) => element("td", { class: `of-${spec.id.split("_")[0]}` }, field(spec, line, number)));
  const open = element("button", {
    type: "button", class: "btn", "data-act": "more", "aria-expanded": "false", "aria-label": t("More of line {number}", { number }),
  }, "…");
  const first = element("tr", {}, [...cells, element("td", {}, open)]);
  const second = element("tr", { class: "paper__under" }, element("td", { colspan: String(COLUMNS.length + 1) }, [
    more(line, number), element("div", { class: "paper__said", "data-said": "" }),
  ]));
  return element("tbody", { "data-line": line.key }, [first, second]);
}

export function eventLine(line, number) {
  const kinds = KINDS();
  const choose = element("select", { "data-kind": "", "aria-label": t("What happened, line {number}", { number }) },
    Object.entries(kinds).map(([kind, { name }]) => element("option", { value: kind, ...(kind === line.kind ? { selected: "" } : {}) }, name)));
  const time = { id: "time", head: t("Time"), name: t("Time"), size: 5 };
  const fields = [...kinds[line.kind].fields, by()].map((spec) => labelled(spec, line, number));
  return element("div", { class: "paper__event", "data-line": line.key, role: "group", "aria-label": t("Event, line {number}", { number }) }, [
    labelled(time, line, number),
    element("div", { class: "paper__field" }, [element("span", { "aria-hidden": "true" }, t("What")), choose]),
    ...fields,
    element("div", { class: "paper__said", "data-said": "" }),
  ]);
}

export function heads() {
  const titles = COLUMNS.map(({ head, id }) => element("th", { scope: "col", class: id.startsWith("grade_") ? "paper__felt" : "" }, element("span", {}, head)));
  return element("thead", {}, element("tr", {}, [...titles, element("td", {}, "")]));
}

/* `shown`: {when, beside: [words], problem, recorded}. Buttons only where there is something to decide. */
export function paint(node, line, shown) {
  const place = node.querySelector("[data-said]");
  const parts = [];
  if (shown.when) parts.push(element("span", { class: "faint" }, shown.when));
  for (const words of line.state === "recorded" ? [] : shown.beside) parts.push(element("span", { class: "paper__beside" }, words));
  if (shown.problem) parts.push(element("b", { class: "is-wrong" }, shown.problem));
  if (line.state === "recorded") parts.push(element("b", { class: "is-recorded" }, shown.recorded));
  if (["refused", "unsure", "sign_in"].includes(line.state)) parts.push(element("b", { class: "is-wrong" }, line.told));
  if (line.state === "refused") parts.push(element("span", {}, t("Not recorded: change it, or leave it out.")));
  if (line.state === "asked") {
    parts.push(element("b", { class: "is-asked" }, t("{question} Is it right?", { question: line.told })));
    parts.push(button("confirm", t("Yes, record it"), "btn btn--primary"), button("change", t("No, change it")));
  }
  if (line.state === "unsure") parts.push(button("again", t("Send it again")));
  if (line.state !== "recorded" && line.state !== "unsure" && shown.typed) parts.push(button("leave", t("Leave it out"), "btn btn--quiet"));
  place.replaceChildren(...parts);
  node.dataset.state = line.state;
  const held = line.state === "recorded" || line.state === "unsure" || line.state === "sending";
  node.querySelectorAll("input, select, [data-flag]").forEach((control) => { control.disabled = held; });
}
