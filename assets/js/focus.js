/* window.monitor.focus: the keyboard's place, and the mouse's, kept through redrawing, panels, dialogs and the lock.
 *
 * Contract: `remember()` -> a function that gives the focus back to where it is now: to the same control,
 * wherever it stands meanwhile; where it is gone, to the first control of the card or list it stood in, else
 * to the page's main part. `byKeys()` tells whether the last touch was a key: only then is a ring drawn where
 * the script puts the focus. A redrawing that takes the focused control away, or puts another in its place,
 * is answered alike. A control is known by its place (the nearest id) and what it leads to, never by words
 * that count on. A control that is drawn anew between mouse down and mouse up would open nothing: the click is given to the
 * same control, with the same words, where it stands now under the mouse.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const CONTROLS = "a[href], button, summary, input, select, textarea, [tabindex]";
  const TOLD = ["dialog", "session", "code", "item", "target", "name", "modal", "act", "field", "value", "effect", "grade", "answer", "key"];
  const PRESSED = "a[href], button, summary", SAME_TAP_PX = 10;
  let keys = false, kept = null, pressed = null;

  function byKeys() { return keys; }
  function nameOf(control) {
    const place = control.closest("[id]");
    const told = TOLD.map((name) => control.dataset[name] || "");
    const typed = control.type === "radio" || control.type === "checkbox" ? control.value : "";
    return [place ? place.id : "", control.tagName, control.getAttribute("href") || "", control.name || "", typed, ...told].join("|");
  }
  function canTake(control) {
    return control.isConnected && !control.disabled && !control.closest("[inert]") && control.checkVisibility({ visibilityProperty: true });
  }
  function placeOf(control) {
    const dialog = control.closest("dialog");
    const near = control.closest("[id]");
    return { control, name: nameOf(control), id: near ? near.id : "", dialog };
  }
  function isSame(place) { return place.control.isConnected && nameOf(place.control) === place.name; }
  function find(place) {
    const shut = place.control.isConnected && place.control.closest("details:not([open])");
    if (shut && shut.checkVisibility()) return shut.querySelector("summary"); // from a menu that has closed
    if (isSame(place) && canTake(place.control)) return place.control;
    const near = document.getElementById(place.id);
    const around = near || document;
    const all = [...around.querySelectorAll(CONTROLS), ...(near && near.matches(CONTROLS) ? [near] : [])];
    const same = all.find((each) => nameOf(each) === place.name && canTake(each));
    if (same) return same;
    return near ? all.find((each) => canTake(each)) || null : null;
  }
  function give(control) {
    if (control && control !== document.activeElement) control.focus({ preventScroll: !keys, focusVisible: keys });
  }
  function toMain() {
    const main = [...document.querySelectorAll("main, h1")].find((each) => each.checkVisibility());
    if (!main) return;
    if (!main.hasAttribute("tabindex")) main.tabIndex = -1;
    main.focus({ preventScroll: true });
  }
  function remember() {
    const active = document.activeElement;
    if (!active || active === document.body) return () => {};
    const place = placeOf(active);
    return function () {
      const found = find(place);
      if (found) give(found);
      else toMain();
    };
  }
  /* After a redrawing: another control stands under the focus, or none. */
  function check() {
    if (!kept) return;
    const active = document.activeElement;
    if (active === kept.control && isSame(kept)) return;
    if (active !== document.body && active !== kept.control) return;
    if (kept.dialog && !kept.dialog.isConnected) { kept = null; return; } // its own closing gives it back
    if (document.documentElement.hasAttribute("data-locked")) return;
    if (kept.control.isConnected && isSame(kept) && !canTake(kept.control)) return; // hidden or off: it may come back
    const found = find(kept);
    if (found) give(found);
    else if (!kept.control.isConnected) toMain();
  }
  function pressedAt(event) {
    const control = event.pointerType === "mouse" && event.button === 0 && event.target.closest ? event.target.closest(PRESSED) : null;
    return control && { control, name: nameOf(control), words: control.textContent, x: event.clientX, y: event.clientY };
  }
  /* A browser sends no click where the element under the mouse was taken away meanwhile. Of a finger it asks what lies under
   * it when it is lifted, and sends the click itself: a second one would be a second tap. */
  function released(event) {
    const tap = pressed;
    pressed = null;
    if (!tap || tap.control.isConnected || event.pointerType !== "mouse") return;
    if (Math.hypot(event.clientX - tap.x, event.clientY - tap.y) > SAME_TAP_PX) return;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const now = under && under.closest(PRESSED);
    if (now && !now.disabled && nameOf(now) === tap.name && now.textContent === tap.words) now.click();
  }
  addEventListener("pointerdown", (event) => { pressed = pressedAt(event); }, { capture: true, passive: true });
  addEventListener("pointerup", released, { capture: true, passive: true });
  addEventListener("pointercancel", () => { pressed = null; }, { capture: true, passive: true });
  ["pointerdown", "touchstart"].forEach((name) => addEventListener(name, () => { keys = false; }, { capture: true, passive: true }));
  addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) keys = true; }, { capture: true, passive: true });
  document.addEventListener("focusin", (event) => {
    kept = event.target.matches && event.target.matches(CONTROLS) ? placeOf(event.target) : null;
  });
  document.addEventListener("focusout", (event) => {
    const left = event.target;
    if (!event.relatedTarget && document.hasFocus()) queueMicrotask(() => { if (kept && kept.control === left && left.isConnected && isSame(kept) && canTake(left)) kept = null; });
  });
  new MutationObserver(check).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["id", "href", "data-session", "data-code"] });
  monitor.focus = { byKeys, remember };
})();
