/* window.monitor.early: a tap that comes before the script that answers it.
 *
 * Contract: a page can be seen before its modules have come over a slow network. Until `answered()` was
 * called, the latest tap on a [data-dialog] is kept; then it is given to that control again, or to the one that
 * stands in its place with the same data, unless it is older than ten seconds: nobody waits for it any more.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const WAITED_FOR_MS = 10000;
  let tapped = null, at = 0;

  function hear(event) {
    const control = event.target.closest && event.target.closest("[data-dialog]");
    if (control) { tapped = control; at = performance.now(); }
  }
  function told(control) { return JSON.stringify(control.dataset); }
  function inItsPlace(control) {
    if (control.isConnected) return control;
    return [...document.querySelectorAll("[data-dialog]")].find((each) => told(each) === told(control));
  }
  function answered() {
    document.removeEventListener("click", hear);
    const control = tapped && performance.now() - at < WAITED_FOR_MS && inItsPlace(tapped);
    tapped = null;
    if (control) control.click();
  }

  document.addEventListener("click", hear);
  monitor.early = { answered };
})();
