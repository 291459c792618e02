/* Says on every screen, honestly, where the entries are.
 *
 * Contract: fills each `<button data-outbox-chip>` on the page, also one that a framework adds
 * later. `chipWords(state)` is pure: {text, glyph, tone}. A tap opens the list of what is unsent.
 */
const { t, tn } = window.monitor;

const MINUTE_MS = 60000;

/* How many, and from a minute on how old the oldest is. */
function unsentWords({ unsent, oldest_at }) {
  const minutes = oldest_at ? Math.floor((Date.now() - Date.parse(oldest_at)) / MINUTE_MS) : 0;
  return minutes >= 1 ? t("{unsent} unsent, {minutes} min", { unsent, minutes }) : t("{unsent} unsent", { unsent });
}

export function chipWords(state) {
  if (state.storage) return { text: t("Not kept here"), glyph: "urgent", tone: "urgent" };
  if (state.refused) {
    return { text: tn("{number} needs you", "{number} need you", state.refused), glyph: "urgent", tone: "urgent" };
  }
  if (state.urgent && state.urgent.length && !state.sending) {
    return { text: t("{unsent} unsent, urgent", { unsent: state.unsent }), glyph: "urgent", tone: "urgent" };
  }
  if (state.sending) return { text: t("Sending"), glyph: "due", tone: "calm" };
  if (state.unsent) return { text: unsentWords(state), glyph: "offline", tone: "caution" };
  if (state.offline_since) return { text: t("No connection"), glyph: "offline", tone: "caution" };
  if (state.recent) return { text: state.recent, glyph: "done", tone: "recorded" };
  return { text: t("All sent"), glyph: "done", tone: "calm" };
}

let latest = null;

function fill(chip) {
  if (!latest) return;
  const words = chipWords(latest);
  if (chip.dataset.said === words.text) return;
  chip.dataset.said = words.text;
  chip.dataset.tone = words.tone;
  chip.classList.add("outbox-chip");
  chip.setAttribute("aria-haspopup", "dialog");
  const glyph = document.createElement("i");
  glyph.className = `g g--${words.glyph}`;
  glyph.setAttribute("aria-hidden", "true");
  const text = document.createElement("span");
  text.textContent = words.text;
  chip.replaceChildren(glyph, text);
}

const fillAll = () => document.querySelectorAll("[data-outbox-chip]").forEach(fill);

export function showChips(state) {
  latest = state;
  fillAll();
}

new MutationObserver(() => fillAll()).observe(document.documentElement, { childList: true, subtree: true });
document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("[data-outbox-chip]")) window.monitor.outbox.open();
});
