/* What stands there instead of the form: the sessions this tablet knows, or why there is no form.
 *
 * Contract: `showPicker()` lists the open sessions kept on this tablet (also the page that the
 * service worker gives when a page cannot be reached off-line); `showTrouble(got)` says what is wrong.
 */
import { element, glyph } from "../dialogs/frame.js";
import { knownSessions } from "./store.js";
import { dayWords } from "./words.js";

const { t } = window.monitor;

function place(nodes) {
  document.querySelector('[data-say="waiting"]').replaceChildren(...nodes);
  document.documentElement.dataset.ready = "no";
}

function link(kept) {
  return element("li", {}, [
    element("a", { class: "btn btn--big", href: `/record#${kept.session}` }, [
      element("b", { class: "chair" }, kept.chair), `${kept.name}, ${t("born {date}", { date: dayWords(kept.birth_date) })}`,
    ]),
  ]);
}

export async function showPicker() {
  const known = await knownSessions();
  const again = element("button", { class: "btn", type: "button" }, t("Try the board again"));
  again.addEventListener("click", () => location.assign("/"));
  place([
    element("h2", {}, known.length ? t("Record for which chair?") : t("No session chosen")),
    element("p", { class: "soft" }, known.length
      ? t("The board cannot be reached or no chair was chosen. These sessions are kept on this tablet; sets go out by themselves when the network returns.")
      : t("Choose a chair on the board.")),
    element("ul", { class: "picker" }, known.map(link)),
    again,
  ]);
}

export function showTrouble(got) {
  const signIn = got.status === 401;
  const back = element("a", { class: "btn btn--primary", href: signIn ? "/sign-in?next=" + encodeURIComponent("/record" + location.hash) : "/" }, signIn ? t("Sign in") : t("Back to the board"));
  const again = element("button", { class: "btn", type: "button" }, t("Try again"));
  again.addEventListener("click", () => location.reload());
  place([
    element("h2", {}, [glyph("caution"), " ", t("The entry form cannot be filled")]),
    element("p", { class: "soft" }, t("{trouble} Nothing was entered and nothing is lost.", { trouble: got.trouble })),
    element("div", { class: "picker__acts" }, [back, again]),
  ]);
}
