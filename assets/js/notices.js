/* The shell's small acts: a notice closes by its cross, the person's menu by a tap elsewhere.
 *
 * Contract: [data-close-notice] inside .notice; details.who is the menu, which Escape closes too. A Dash callback that failed
 * because nobody is signed in any more leads to the sign-in screen.
 */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    const cross = event.target.closest("[data-close-notice]");
    if (cross) cross.closest(".notice").hidden = true;
    document.querySelectorAll("details.who[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.who[open]").forEach(function (menu) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
  });
  // A menu left by the keyboard would lie over what has the focus now.
  document.addEventListener("focusin", function (event) {
    document.querySelectorAll("details.who[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
