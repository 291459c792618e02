/* Counts 30 seconds while the nurse counts breaths; the number she keys is doubled.
 *
 * Contract: `startCount(form, paintAll)` starts, or stops when it runs; `cancelCount(form)`. The
 * button shows the seconds left. Breaths may be keyed at any time after the start.
 */
import { activate } from "./draft.js";
import { say } from "./paint.js";

const { t } = window.monitor;

const SECONDS = 30;
let timer = null;
let endsAt = 0;

function show(left) {
  say("count", timer || left === 0 ? (left > 0 ? `${left} s` : t("Key the count")) : t("Count {seconds} s", { seconds: SECONDS }));
  say("count-hint", timer ? t("tap to stop") : left === 0 ? t("breaths in 30 s") : t("timer, then ×2"));
}

export function cancelCount(form) {
  clearInterval(timer);
  timer = null;
  form.count_text = "";
  form.draft = { ...form.draft, counting: false };
  show(-1);
}

export function startCount(form, paintAll) {
  if (timer || form.draft.counting) {
    cancelCount(form);
    return;
  }
  endsAt = performance.now() + SECONDS * 1000;
  form.count_text = "";
  form.draft = { ...activate(form.draft, "respiratory_rate_per_min"), counting: true };
  timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    if (left === 0) {
      clearInterval(timer);
      timer = null;
    }
    show(left);
    if (left === 0) paintAll();
  }, 250);
  show(SECONDS);
}
