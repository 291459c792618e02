/* dash_clientside.start.balance: of dose in mg and dose in mg/kg, the one not typed follows the other.
 *
 * Contract: (mg, mgPerKg, kg) -> [mg, mgPerKg]; no_update for what stays. With another weight the mg/kg is
 * worked out anew, never the mg. Only arithmetic: whether a dose is likely is the server's word.
 *
 * Dash tells of what balance wrote itself as if it had been typed, and on a busy tablet it tells late: "0", the
 * first key of 0.5, came back as a dose of 0 mg and took the place of what was typed since. What was written
 * here is therefore remembered, and not followed when it comes back.
 *
 * dash_clientside.start.more: each tap on "Another number" shows one row more, and puts the keyboard into it.
 * Contract: (taps) -> whether each row is hidden, then whether the button is: after the last row nothing is left to show.
 */
(function () {
  "use strict";
  const MG_STEPS = 100, PER_KG_STEPS = 1000;
  const KINDS = ["start-kind-1", "start-kind-2"], MOST_FRAMES = 60;
  const MG = "start-dose", PER_KG = "start-per-kg";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const wrote = { [MG]: new Set(), [PER_KG]: new Set() };

  function isNumber(value) { return typeof value === "number" && Number.isFinite(value); }
  function rounded(value, steps) { return Math.round(value * steps) / steps; }
  function write(field, value) { wrote[field].add(value); return value; }

  /* Whether somebody typed this, and not balance: what was written is told late, and more than once. */
  function typed(field, value) {
    if (!dash.callback_context.triggered.some((each) => each.prop_id === `${field}.value`)) return false;
    if (wrote[field].has(value)) return false;
    wrote[field].clear();
    return true;
  }

  function balance(mg, perKg, kg) {
    const stay = dash.no_update;
    const mgTyped = typed(MG, mg), perKgTyped = typed(PER_KG, perKg);
    const weighed = dash.callback_context.triggered.some((each) => each.prop_id === "start-weight.value");
    if (!isNumber(kg) || kg <= 0) return [stay, stay];
    if (perKgTyped && !(mgTyped && document.activeElement && document.activeElement.id === MG)) {
      if (!isNumber(perKg)) return [stay, stay];
      const same = isNumber(mg) && rounded(mg / kg, PER_KG_STEPS) === rounded(perKg, PER_KG_STEPS);
      return [same ? stay : write(MG, rounded(perKg * kg, MG_STEPS)), stay];
    }
    if (!(mgTyped || weighed) || !isNumber(mg)) return [stay, stay];
    const follows = rounded(mg / kg, PER_KG_STEPS);
    return [stay, follows === perKg ? stay : write(PER_KG, follows)];
  }

  /* The row is shown a moment after more has answered. */
  function enter(field, tries) {
    const at = document.getElementById(field);
    if (at && at.checkVisibility()) at.focus();
    else if (tries > 0) requestAnimationFrame(() => enter(field, tries - 1));
  }
  function more(taps) {
    const shown = isNumber(taps) ? Math.min(taps, KINDS.length) : 0;
    if (shown > 0) requestAnimationFrame(() => enter(KINDS[shown - 1], MOST_FRAMES));
    return [...KINDS.map((_, row) => row >= shown), shown === KINDS.length];
  }
  dash.start = { balance, more };
})();
