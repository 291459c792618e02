/* The frame of every dialog: a native modal <dialog>, which keeps the focus, closes on Escape and
 * makes the page behind it inert.
 *
 * Contract: `openDialog({title, body, actions, wide})` -> the open HTMLDialogElement; it removes
 * itself on closing and gives the focus back to where it was (focus.js). `element(tag, attributes, children)`
 * makes a node; text is always set as text, never as markup.
 */
const { t } = window.monitor;

export function element(tag, attributes = {}, children = []) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  const list = Array.isArray(children) ? children : [children];
  node.append(...list.filter((child) => child !== null && child !== undefined));
  return node;
}

export function glyph(name) {
  return element("i", { class: `g g--${name}`, "aria-hidden": "true" });
}

let count = 0;

export function openDialog({ title, subtitle, body, actions = [], wide = false }) {
  const giveBack = window.monitor.focus.remember();
  count += 1;
  const titleId = `dialog-title-${count}`;
  const close = element("button", { class: "btn btn--quiet", type: "button", "data-close": true }, t("Close"));
  const heading = element("div", {}, [
    element("h2", { id: titleId }, title),
    subtitle ? element("p", { class: "faint" }, subtitle) : null,
  ]);
  // A tall dialog covers the mark of the screen behind it.
  const isDemo = document.documentElement.hasAttribute("data-demo");
  const mark = isDemo ? element("span", { class: "demo" }, "DEMO") : null;
  const dialog = element("dialog", { class: wide ? "dialog dialog--wide" : "dialog", "aria-labelledby": titleId }, [
    element("header", { class: "dialog__head" }, [heading, mark, close]),
    element("div", { class: "dialog__body" }, [body]),
    actions.length ? element("footer", { class: "dialog__foot" }, actions) : null,
  ]);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    giveBack();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
