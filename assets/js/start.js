/* dash_clientside.start.balance: of dose in mg and dose in mg/kg, the one not typed follows the other.
 *
 * Contract: (mg, mgPerKg, kg) -> [mg, mgPerKg]; no_update for what stays. With another weight the mg/kg is
 * worked out anew, never the mg. Only arithmetic: whether a dose is likely is the server's word.
 */
(function () {
  "use strict";
  const MG_STEPS = 100, PER_KG_STEPS = 1000;
  const dash = (window.dash_clientside = window.dash_clientside || {});

  function isNumber(value) { return typeof value === "number" && Number.isFinite(value); }
  function rounded(value, steps) { return Math.round(value * steps) / steps; }
  function balance(mg, perKg, kg) {
    const stay = dash.no_update;
    const typed = dash.callback_context.triggered.map((each) => each.prop_id);
    if (!isNumber(kg) || kg <= 0) return [stay, stay];
    if (typed.includes("start-per-kg.value") && isNumber(perKg)) {
      const follows = rounded(perKg * kg, MG_STEPS);
      const same = isNumber(mg) && rounded(mg / kg, PER_KG_STEPS) === rounded(perKg, PER_KG_STEPS);
      return [same ? stay : follows, stay];
    }
    if (!isNumber(mg)) return [stay, stay];
    const follows = rounded(mg / kg, PER_KG_STEPS);
    return [stay, follows === perKg ? stay : follows];
  }
  dash.start = { balance };
})();
