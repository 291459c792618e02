/* What is noted of a course at a session: the total of a scale asked elsewhere, a concern of misuse.
 *
 * Contract: as actions.js. Only the total of MADRS and QIDS is kept; how high it may be comes from the
 * server with the other limits. A concern is words; what follows from it is for people to decide.
 */
import { choice, number, text, when } from "./ask.js";
import { askAndSave } from "./form.js";
import { stamp } from "./actions.js";

const { t } = window.monitor;

export const RATED = () => [["madrs", "MADRS"], ["qids", "QIDS-SR16"]];

export function rating(context) {
  const scale = choice(t("Scale"), RATED(), { required: t("Which scale?") });
  const total = number(t("Total"), { required: t("The total is needed."), whole: true, limit: { hard: [0, null] } });
  const at = when(t("Scored at"), context);
  function build(recorded_at) {
    const limit = context.limits[`${scale.value()}_total`];
    if (limit && total.value() > limit.hard[1]) return t("The highest total of this scale is {highest}.", { highest: limit.hard[1] });
    return [{ kind: "rating", ...stamp(at, recorded_at), scale: scale.value(), total: total.value() }];
  }
  return askAndSave(context, {
    title: t("Total of a scale"), save: t("Save the total"), label: t("Total of a scale"), asks: [scale, total, at], build,
    words: () => `${scale.value()} ${total.value()}`,
  });
}

export function concern(context) {
  const words = text(t("What was seen or said"), { required: t("A concern needs words."), long: true, max: 1000 });
  const at = when(t("About"), context);
  return askAndSave(context, {
    title: t("Misuse concern"), save: t("Save the concern"), label: t("Misuse concern"), asks: [words, at], words: () => words.value(),
    build: (recorded_at) => [{ kind: "misuse_concern", ...stamp(at, recorded_at), text: words.value() }],
  });
}
