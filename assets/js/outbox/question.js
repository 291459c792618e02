/* The question about an entry that met something the tablet did not know: both sides, and what can be decided.
 *
 * Contract: `isQuestion(entry)`; `question(entry, outbox, redraw)` -> the nodes of its card: what was entered here, what
 * stands on the server, and one button for each answer. Nothing is decided by itself, and nothing is chosen beforehand.
 * What may be lost is tapped twice. The server's side is asked for when the card is drawn; without contact the card says what the
 * server had answered.
 */
import { entryTitle } from "../dialogs/entry-words.js";
import { element, glyph } from "../dialogs/frame.js";
import * as answers from "./answers.js";
import { clock } from "./question-words.js";
import { fetchWithin } from "./send.js";

const { t } = window.monitor;

const PATIENCE_MS = 8000;

function side(head, strong, small) {
  return element("div", { class: "sides__one" }, [
    element("span", { class: "faint" }, head), element("strong", {}, strong), ...[small].flat().filter(Boolean).map((line) => element("small", {}, line)),
  ]);
}

const eventsOf = (entry) => JSON.parse(entry.body).events;
const shownAt = (entry) => clock(entry, Date.parse(eventsOf(entry)[0].at) + answers.skewSeen(entry));
const own = (entry, small) => side(t("Entered on this tablet"), entry.words || entry.label, [t("by {name}, measured {time}", { name: entry.person.name, time: shownAt(entry) }), small]);

/* What the server has of this session now; null without contact. */
async function onServer(entry) {
  try {
    const answer = await fetchWithin(`/api/v1/sessions/${encodeURIComponent(entry.session)}/entry`, {}, PATIENCE_MS);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const said = (entry) => side(t("On the server"), entry.refused.message);

function ended(entry, now) {
  if (!now || !now.session.closed_at) return said(entry);
  return side(t("On the server"), t("The session ended at {time}", { time: clock(entry, Date.parse(now.session.closed_at)) }), t("What is measured after the end cannot be recorded as a set."));
}

function moved(entry, now) {
  if (!now) return said(entry);
  const name = entry.patient ? entry.patient.name : "";
  const back = !now.session.closed_at && now.session.chair === entry.chair;
  if (back) {
    return side(t("On the server"), t("{name} is back in chair {chair} now", { name, chair: entry.chair }),
      t("{name} was in another chair when it was measured, and chair {chair} was given to another patient meanwhile.", { name, chair: entry.chair }));
  }
  const here = now.session.closed_at ? t("{name}'s session has ended", { name }) : t("{name} sits in chair {chair} now", { name, chair: now.session.chair });
  return side(t("On the server"), here, t("Chair {chair} was given to another patient.", { chair: entry.chair }));
}

function corrected(entry, now) {
  const targets = new Set(eventsOf(entry).map((event) => event.target));
  const lines = now ? now.entries.filter((line) => targets.has(line.id)) : [];
  if (!lines.length) return said(entry);
  const words = lines.map((line) => (line.struck ? t("{entry}, struck out", { entry: entryTitle(line) }) : entryTitle(line))).join(" · ");
  return side(t("On the server"), words, entry.refused.message);
}

function timed(entry, now) {
  if (!now) return said(entry);
  return side(t("On the server"), t("It is {time} now", { time: clock(entry, Date.parse(now.now)) }), entry.refused.message);
}

function others(entry) {
  const found = entry.asks[0].others;
  const words = found.map(entryTitle).join(" · ");
  return side(t("Entered elsewhere"), words, t("by {name}, measured {time}", { name: found[0].by, time: clock(entry, Date.parse(found[0].at)) }));
}

function button(words, act, redraw, sure = "") {
  const made = element("button", { class: "btn", type: "button" }, words);
  made.addEventListener("click", async () => {
    if (sure && !made.dataset.sure) {
      made.dataset.sure = "yes";
      made.classList.add("btn--danger");
      made.textContent = sure;
      return;
    }
    if (made.disabled) return;
    made.disabled = true;
    await act();
    redraw();
  });
  return made;
}

const gone = () => t("Never recorded: take out");

function refusedParts(entry, outbox, redraw, change) {
  const out = (words) => button(words, () => answers.takeOut(entry, outbox), redraw, gone());
  const again = (words) => button(words, () => answers.keepAllTheSame(entry, outbox), redraw);
  const name = entry.patient ? entry.patient.name : "";
  return {
    session_closed: () => ({
      title: t("Was it measured before the end?"), left: own(entry), right: ended,
      acts: [change && change(t("Yes: change the time")), button(t("No: keep it as a note"), () => answers.asNote(entry, outbox), redraw), out(t("Take it out"))],
    }),
    chair_given_away: () => ({
      title: t("Whose is it?"), left: own(entry, t("for {name} in chair {chair}", { name, chair: entry.chair })), right: moved,
      acts: [again(t("{name}'s: record it", { name })), out(t("The other patient's: take it out"))],
    }),
    corrected_meanwhile: () => ({
      title: t("Which of the two is right?"), left: own(entry), right: corrected,
      acts: [again(t("This one: record it")), out(t("The other: take this out"))],
    }),
    at: () => ({ title: t("When was it measured?"), left: own(entry), right: timed, acts: [change && change(t("Change the time")), out(t("Take it out"))] }),
  }[refusedAs(entry)]();
}

const HELD_BACK = ["session_closed", "chair_given_away", "corrected_meanwhile"];

function refusedAs(entry) {
  const { code, field } = entry.refused;
  if (HELD_BACK.includes(code)) return code;
  return field === "at" || /^events\.\d+\.at$/.test(field || "") ? "at" : "";
}

function askedParts(entry, outbox, redraw) {
  const [ask] = entry.asks;
  if (ask.code === "tablet_clock") {
    const kept = clock(entry, Date.parse(ask.kept_at)), shown = clock(entry, Date.parse(ask.shown_at));
    return {
      title: t("When was it measured?"), left: side(t("Shown on this tablet"), shown, [entry.words, t("by {name}", { name: entry.person.name })]),
      right: () => side(t("By the server's clock"), kept, t("So it is recorded now: the tablet's clock was changed before it was sent.")),
      acts: [button(t("{time}: change the record", { time: shown }), () => answers.shownTimeIsRight(entry, outbox), redraw),
        button(t("{time}: leave it", { time: kept }), () => answers.keptTimeIsRight(entry, outbox), redraw)],
    };
  }
  return {
    title: t("The same set twice?"), left: own(entry), right: others,
    acts: [button(t("No: both were measured"), () => answers.keepBoth(entry, outbox), redraw),
      button(t("Yes: strike mine out"), () => answers.strikeDouble(entry, outbox), redraw)],
  };
}

export function isQuestion(entry) {
  return entry.state === "asked" || (entry.state === "refused" && refusedAs(entry) !== "");
}

export function question(entry, outbox, redraw, change) {
  const asked = entry.state === "asked";
  const parts = asked ? askedParts(entry, outbox, redraw) : refusedParts(entry, outbox, redraw, change);
  const right = parts.right(entry, null);
  if (!asked) onServer(entry).then((now) => right.replaceChildren(...parts.right(entry, now).childNodes));
  const where = asked ? t("It is recorded, and stands until you say.") : t("It is not recorded until you say.");
  return [
    element("p", { class: "kept__ask" }, [glyph("caution"), parts.title]),
    element("div", { class: "sides" }, [parts.left, right]),
    element("p", { class: "kept__state" }, where),
    element("div", { class: "kept__acts" }, parts.acts.filter(Boolean)),
  ];
}
