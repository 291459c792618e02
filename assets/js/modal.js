/* window.monitor.modal: a hidden element of the page, copied into a modal <dialog>.
 *
 * Contract: `modal(source, {css, fill, click})` -> {dialog, box}. The copy loses its id, `fill(box)` puts in what is asked,
 * its <h2> names the dialog. A tap outside it or on [data-close-modal] closes it; every other one is told to
 * `click(event)`. When it closes it is gone, and the focus goes back to where it was. Shown at once.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  let count = 0;

  monitor.modal = function (source, { css, fill, click }) {
    const giveBack = monitor.focus.remember();
    const box = source.cloneNode(true);
    box.removeAttribute("id");
    fill(box);
    count += 1;
    const title = box.querySelector("h2");
    title.id = "modal-title-" + count;
    const dialog = document.createElement("dialog");
    dialog.className = css;
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(box);
    document.body.append(dialog);
    dialog.addEventListener("close", function () {
      dialog.remove();
      giveBack();
    });
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog || event.target.closest("[data-close-modal]")) dialog.close();
      else click(event);
    });
    dialog.showModal();
    return { dialog, box };
  };
})();
