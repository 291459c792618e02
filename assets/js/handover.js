/* window.monitor.handover: what is chosen, written and read before a handover is signed.
 *
 * Contract: [data-hand-pick] (a chair) and [data-hand-choice] with data-value (why, to whom) are buttons with aria-pressed;
 * [data-hand-chair] holds a chair (data-label), in it [data-seen] the mark of what is shown and data-session-in its session;
 * the note is the text field handover-note-<chair>. [data-hand-sign] opens the modal of discharge.js only when nothing is
 * missing: else [data-hand-said] says what. What this tablet still holds of these chairs, entries and half-typed sets, is
 * named in [data-hand-unsent], and nothing is signed while one is there. [data-hand-read] ticks what has changed, for the
 * marks it carries (data-seen) and no others. The server judges; no clinical rule stands here.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const EACH_MS = 2000;
  let pending = null, read = null, held = [], leaving = false;

  const all = (selector) => [...document.querySelectorAll(selector)];
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  function here() { return document.querySelector("main.hand [data-hand-sign]"); }
  function set(node, name, value) { if (node.getAttribute(name) !== value) node.setAttribute(name, value); }

  /* The chairs that would be handed over: on the page of one handover each of them. */
  function chosen() {
    return all("[data-hand-chair]").filter(function (box) {
      const pick = box.querySelector("[data-hand-pick]");
      return !pick || isOn(pick);
    });
  }
  function sessionOf(box) {
    const inner = box.querySelector("[data-session-in]");
    return box.dataset.sessionIn || (inner ? inner.dataset.sessionIn : "");
  }
  function value(name) {
    const button = all('[data-hand-choice="' + name + '"]').find(isOn);
    return button ? { code: button.dataset.value, words: button.textContent } : null;
  }

  function heldWords(one) {
    return one.entries
      ? monitor.tn("Chair {chair}: {number} entry is still on this tablet.", "Chair {chair}: {number} entries are still on this tablet.", one.entries, { chair: one.chair })
      : monitor.t("Chair {chair}: a set is half typed on this tablet.", { chair: one.chair });
  }
  /* A half-typed set, or a paper sheet with lines that are not recorded yet. */
  function isUnsent(draft, session) {
    return (draft.session === session && draft.touched_at !== null) || (draft.sheet_of === session && draft.unsent);
  }
  async function look() {
    if (!here() || !monitor.outbox) return;
    let entries, drafts;
    try {
      [entries, drafts] = await Promise.all([monitor.outbox.list(), monitor.outbox.drafts()]);
    } catch {
      return; // a tablet that cannot keep anything holds nothing back
    }
    held = chosen().map(function (box) {
      const session = sessionOf(box);
      const mine = entries.filter((entry) => session && entry.session === session).length;
      const typed = drafts.filter((draft) => session && isUnsent(draft, session)).length;
      return { chair: box.dataset.label, entries: mine, drafts: typed };
    }).filter((one) => one.entries || one.drafts);
    paintHeld();
  }
  function paintHeld() {
    const place = document.querySelector("[data-hand-unsent]");
    if (!place) return;
    const words = held.map(heldWords);
    const text = words.join(" ");
    if (place.dataset.told === text) return;
    place.dataset.told = text;
    place.replaceChildren(...words.map((each) => Object.assign(document.createElement("p"), { textContent: each })));
    if (!held.some((one) => one.entries)) return;
    const list = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: monitor.t("Unsent entries …") });
    list.addEventListener("click", () => monitor.outbox.open());
    place.append(list);
  }
  function heldBack() {
    return held.length ? monitor.t("Nothing was signed: first send or finish what is on this tablet.") : "";
  }

  function give() {
    const why = value("reason"), who = value("receiver"), boxes = chosen();
    if (!boxes.length) return { missing: monitor.t("Choose a chair first.") };
    if (!why) return { missing: monitor.t("Say why first: the end of the shift, or a break.") };
    if (!who) return { missing: monitor.t("Choose the nurse who takes over first.") };
    const chairs = boxes.map(function (box) {
      const note = document.getElementById("handover-note-" + box.dataset.handChair), seen = box.querySelector("[data-seen]");
      return { chair_id: box.dataset.handChair, seen: seen ? seen.dataset.seen : "gone", note: note ? note.value.trim() : "" };
    });
    const source = document.querySelector("#handover-give-source");
    const body = { receiver_id: who.code, reason: why.code, chairs };
    if (source.dataset.back) body.takes_back_id = source.dataset.back;
    source.querySelector("[data-hand-summary]").textContent = monitor.t("Chairs {chairs} to {name}. {why}.", {
      chairs: boxes.map((box) => box.dataset.label).join(", "), name: who.words, why: why.words,
    });
    return { body };
  }
  function receive() {
    const tick = document.querySelector("[data-hand-read]");
    if (tick && read !== tick.dataset.seen) return { missing: monitor.t("Read what has changed, and say so, first.") };
    return { body: {} };
  }

  function say(words) {
    const place = document.querySelector("[data-hand-said]");
    if (place) place.textContent = words;
  }
  async function ready(button) {
    await look();
    const asked = heldBack() ? { missing: heldBack() } : button.dataset.handSign === "give" ? give() : receive();
    say(asked.missing || "");
    pending = asked.missing ? null : asked.body;
    if (pending) monitor.discharge.open(document.getElementById(button.dataset.modal), button);
  }
  function paintRead() {
    const tick = document.querySelector("[data-hand-read]");
    if (tick) set(tick, "aria-pressed", String(read === tick.dataset.seen));
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-hand-sign]");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // discharge.js opens it only from here
    ready(button);
  }, true);
  document.addEventListener("click", function (event) {
    const pick = event.target.closest("[data-hand-pick]");
    if (pick) { set(pick, "aria-pressed", String(!isOn(pick))); look(); }
    const choice = event.target.closest("[data-hand-choice]");
    if (choice) all('[data-hand-choice="' + choice.dataset.handChoice + '"]').forEach((other) => set(other, "aria-pressed", String(other === choice)));
    const tick = event.target.closest("[data-hand-read]");
    if (tick) { read = read === tick.dataset.seen ? null : tick.dataset.seen; paintRead(); }
    if (pick || choice || tick) say("");
  });
  function written() { return all('[id^="handover-note-"]').some((field) => field.value && field.value.trim()); }
  window.addEventListener("beforeunload", function (event) { if (here() && !leaving && written()) event.preventDefault(); });
  new MutationObserver(paintRead).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-seen", "aria-pressed"] });
  document.addEventListener("monitor:outbox", look);
  setInterval(look, EACH_MS);

  monitor.discharge.bodies.give = () => ({ body: { ...pending, unsent: held.length } });
  monitor.discharge.bodies.receive = (box) => ({ body: { seen: JSON.parse(box.dataset.seen) } });
  monitor.discharge.after.give = function (answer) { leaving = true; location.assign("/handover/" + answer.head.id); };
  monitor.handover = { look };
})();
