/* What stands there instead of the form: the sessions this tablet knows, or why there is no form.
 *
 * Contract: `showPicker()` lists the open sessions kept on this tablet (also the page that the
 * service worker gives when a page cannot be reached off-line); `showTrouble(got)` says what is wrong.
 */
import { element, glyph } from "../dialogs/frame.js";
import { knownSessions } from "./store.js";
import { dayWords } from "./words.js";

function place(nodes) {
  document.querySelector('[data-say="waiting"]').replaceChildren(...nodes);
  document.documentElement.dataset.ready = "no";
}

function link(kept) {
  return element("li", {}, [
    element("a", { class: "btn btn--big", href: `/record#${kept.session}` }, [
      element("b", { class: "chair" }, kept.chair), `${kept.name}, born ${dayWords(kept.birth_date)}`,
    ]),
  ]);
}

export async function showPicker() {
  const known = await knownSessions();
  const again = element("button", { class: "btn", type: "button" }, "Try the board again");
  again.addEventListener("click", () => location.assign("/"));
  place([
    element("h2", {}, known.length ? "Record for which chair?" : "No session chosen"),
    element("p", { class: "soft" }, known.length
      ? "The board cannot be reached or no chair was chosen. These sessions are kept on this tablet; sets go out by themselves when the network returns."
      : "Choose a chair on the board."),
    element("ul", { class: "picker" }, known.map(link)),
    again,
  ]);
}

export function showTrouble(got) {
  const signIn = got.status === 401;
  const back = element("a", { class: "btn btn--primary", href: signIn ? `/sign-in?next=${encodeURIComponent(`/record${location.hash}`)}` : "/" }, signIn ? "Sign in" : "Back to the board");
  const again = element("button", { class: "btn", type: "button" }, "Try again");
  again.addEventListener("click", () => location.reload());
  place([
    element("h2", {}, [glyph("caution"), " The entry form cannot be filled"]),
    element("p", { class: "soft" }, `${got.trouble} Nothing was entered and nothing is lost.`),
    element("div", { class: "picker__acts" }, [back, again]),
  ]);
}
