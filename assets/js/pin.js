/* window.monitor.pin: four dots and our own keys, so that no system keyboard jumps in.
 *
 * Contract: pin(host, {check, label}) fills the element host and answers {clear(), say(words, wrong), stop()}.
 * After the fourth digit check(pin) is called; it answers a promise of the sentence that tells what was
 * wrong, or null when it was right. Digits of a keyboard work while host is on the screen.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const LENGTH = 4;
  const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"];

  function element(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words) made.textContent = words;
    return made;
  }
  function key(name) {
    if (!name) return element("span");
    const made = element("button", "", name === "erase" ? "" : name);
    made.type = "button";
    made.dataset.key = name;
    if (name === "erase") {
      made.setAttribute("aria-label", monitor.t("Erase"));
      made.append(element("i", "g g--erase"));
    }
    return made;
  }
  monitor.pin = function (host, options) {
    let typed = "", busy = false;
    const dots = element("div", "pin__dots");
    dots.setAttribute("role", "img");
    for (let at = 0; at < LENGTH; at += 1) dots.append(element("i"));
    const pad = element("div", "pinpad");
    pad.setAttribute("role", "group");
    pad.setAttribute("aria-label", options.label || "PIN");
    KEYS.forEach((name) => pad.append(key(name)));
    const said = element("p", "pin__said");
    said.setAttribute("role", "status");
    host.replaceChildren(dots, pad, said);

    function show() {
      dots.setAttribute("aria-label", monitor.t("{typed} of {all} digits", { typed: typed.length, all: LENGTH }));
      [...dots.children].forEach((dot, at) => dot.classList.toggle("on", at < typed.length));
    }
    function say(words, wrong) {
      said.textContent = words || "";
      said.classList.toggle("is-wrong", Boolean(wrong));
      dots.classList.toggle("is-wrong", Boolean(wrong));
    }
    function clear() { typed = ""; show(); }
    async function press(name) {
      if (busy) return;
      if (name === "erase") typed = typed.slice(0, -1);
      else if (typed.length < LENGTH) typed += name;
      say("", false);
      show();
      if (typed.length < LENGTH) return;
      busy = true;
      say(monitor.t("Checking"), false);
      const wrong = await options.check(typed);
      busy = false;
      clear();
      say(wrong || "", Boolean(wrong));
    }
    function onKey(event) {
      if (!host.isConnected) { stop(); return; }
      if (host.offsetParent === null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select")) return;
      if (/^[0-9]$/.test(event.key)) press(event.key);
      else if (event.key === "Backspace") press("erase");
    }
    function stop() { document.removeEventListener("keydown", onKey); }
    pad.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-key]");
      if (pressed) press(pressed.dataset.key);
    });
    document.addEventListener("keydown", onKey);
    show();
    return { clear, say, stop };
  };
})();
