/* window.monitor.downtime: the sheets of paper, printed from what is loaded.
 *
 * Contract: [data-print] opens the browser's print dialog; so does arriving with #print in the address, as soon
 * as [data-sheet] is drawn. Elements with data-printed=<zone> get the time at which the printing began. No
 * request is made: the page prints without contact.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const LOOK_MS = 100;

  function stamp() {
    document.querySelectorAll("[data-printed]").forEach(function (element) {
      const words = new Intl.DateTimeFormat("en-GB", {
        timeZone: element.dataset.printed, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
      }).format(monitor.clock.now());
      if (element.firstChild) element.firstChild.nodeValue = words;
    });
  }
  function whenDrawn() {
    if (location.hash !== "#print") return;
    if (!document.querySelector("[data-sheet]")) { setTimeout(whenDrawn, LOOK_MS); return; }
    // Loaded again, or gone back to, it must not print once more by itself.
    history.replaceState(history.state, "", location.pathname + location.search);
    window.print();
  }
  window.addEventListener("beforeprint", stamp);
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("DOMContentLoaded", whenDrawn);
  monitor.downtime = { stamp };
})();
