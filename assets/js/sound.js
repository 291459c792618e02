/* A tone at the desk while an urgent alert waits for somebody beyond the bedside.
 *
 * Contract: silent unless somebody at this device has asked for it ([data-sound-switch], kept in
 * localStorage "monitor-sound"), and never on a device that is worked by touch: nothing sounds at the
 * bedside. It looks for [data-climbing] on the screen; a new one sounds at once, one that stays every
 * 30 s. It adds to the monitor's alarms and replaces none.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const KEPT = "monitor-sound", AGAIN_MS = 30000, LOOK_MS = 1000, TONE_S = 0.25, HERTZ = 660, LOUD = 0.2;
  let context = null, lastAt = -Infinity, known = "";

  const isDesk = () => matchMedia("(pointer: fine)").matches;
  const isOn = () => isDesk() && localStorage.getItem(KEPT) === "on";

  function tone() {
    try {
      context = context || new AudioContext();
      const now = context.currentTime, gain = context.createGain(), wave = context.createOscillator();
      wave.frequency.value = HERTZ;
      gain.gain.setValueAtTime(LOUD, now);
      gain.gain.exponentialRampToValueAtTime(0.001, now + TONE_S);
      wave.connect(gain).connect(context.destination);
      wave.start(now);
      wave.stop(now + TONE_S);
    } catch { /* a device without sound stays silent */ }
    monitor.sounded = (monitor.sounded || 0) + 1;
  }
  function climbing() {
    return [...document.querySelectorAll("[data-climbing]")]
      .map((node) => `${node.dataset.session} ${node.dataset.code} ${node.dataset.climbing}`).sort().join();
  }
  function look() {
    const now = performance.now(), found = climbing();
    const fresh = found && found !== known;
    known = found;
    if (!found || !isOn() || (!fresh && now - lastAt < AGAIN_MS)) return;
    lastAt = now;
    tone();
  }
  function show() {
    document.querySelectorAll("[data-sound-switch]").forEach((button) => {
      button.hidden = !isDesk();
      button.setAttribute("aria-pressed", String(isOn()));
    });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sound-switch]");
    if (!button) return;
    localStorage.setItem(KEPT, isOn() ? "off" : "on");
    show();
    if (isOn()) tone();
  });
  setInterval(() => { show(); look(); }, LOOK_MS);
})();
