/* window.monitor.live: keeps a Dash screen up to date, and says so when it cannot.
 *
 * Contract: each second GET /api/v1/changes. What is on the screen says how new it is in an element with
 * data-live-version, data-live-at and data-changes-at (components.freshness). When the clinic's version
 * has moved on, when changes_at has come, or after 15 s, the store `shell-live` is given a new turn, and
 * the page's callback draws again; not while a finger is on the screen, so that nothing moves under it.
 * Freshness counts from the last answer and from the last drawing, whichever is worse: from 10 s on the
 * mark [data-live-mark] is amber and the root has data-contact="late", from 30 s on "lost", and base.css
 * and board.css hatch what was measured. What has not been drawn at all is asked for again, and says so
 * after 3 s ([data-still-loading]). refresh() draws now. What the answer says of emergency accesses is told as `monitor:emergencies`.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const root = document.documentElement;
  const EACH_MS = 1000, REDRAW_MS = 15000, RETRY_MS = 3000, HOLD_MS = 1200, HOLD_LONGEST_MS = 8000;
  const LATE_MS = 10000, LOST_MS = 30000, PATIENCE_MS = 5000, SLOW_MS = 3000;
  let lastAnswer = performance.now(), lastTurn = -Infinity, turn = 0, version = null, behindSince = null;
  let touching = false, touchedAt = -Infinity, heldSince = null, asking = false, refusals = 0, contact = "";
  const startedAt = performance.now();

  function drawn() { return document.querySelector("[data-live-version]"); }
  function held() {
    const busy = touching || performance.now() - touchedAt < HOLD_MS;
    if (!busy) { heldSince = null; return false; }
    if (heldSince === null) heldSince = performance.now();
    return performance.now() - heldSince < HOLD_LONGEST_MS;
  }
  function isBehind(mark) {
    const changes = Date.parse(mark.dataset.changesAt || "");
    return Number(mark.dataset.liveVersion) !== version
      || monitor.clock.now() - Date.parse(mark.dataset.liveAt) >= REDRAW_MS
      || (!Number.isNaN(changes) && monitor.clock.now() >= changes);
  }
  function redraw() {
    const dash = window.dash_clientside;
    if (!dash || !dash.set_props) return;
    lastTurn = performance.now();
    turn += 1;
    try {
      dash.set_props("shell-live", { data: turn });
    } catch { lastTurn = -Infinity; } // Dash has the page but not yet what is on it: with the next answer
  }
  function consider() {
    const mark = drawn();
    if (version === null) return;
    if (!mark) {
      const awaited = document.querySelector("main [data-still-loading]");
      if (awaited && performance.now() - Math.max(startedAt, lastTurn) >= RETRY_MS) redraw();
      return;
    }
    const behind = Number(mark.dataset.liveVersion) !== version;
    behindSince = behind ? (behindSince === null ? performance.now() : behindSince) : null;
    if (isBehind(mark) && !held() && performance.now() - lastTurn >= RETRY_MS) redraw();
  }
  /* Covered by the lock, or on the way out after signing out: then nobody is sent to sign in. */
  function isAway() { return root.hasAttribute("data-locked") || root.hasAttribute("data-leaving"); }
  /* A refusal may be of a question asked before the lock opened, by this page or another: only a second one counts. */
  async function ask() {
    if (asking || document.hidden || isAway()) return;
    asking = true;
    const answer = await monitor.api.get("/changes", PATIENCE_MS);
    asking = false;
    if (answer.ok || isAway()) refusals = 0;
    else if (answer.status === 401) refusals += 1;
    if (answer.ok && answer.body) {
      lastAnswer = performance.now();
      if (answer.body.version !== version) lastTurn = -Infinity;
      version = answer.body.version;
      monitor.clock.sync(answer.body.now);
      document.dispatchEvent(new CustomEvent("monitor:emergencies", { detail: answer.body.emergencies_waiting }));
      consider();
    } else if (refusals > 1) {
      location.assign("/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
    }
    show();
  }
  function silence() {
    const mark = drawn();
    const sinceAnswer = performance.now() - lastAnswer;
    if (!mark) return sinceAnswer;
    const sinceDrawing = monitor.clock.now() - Date.parse(mark.dataset.liveAt) - REDRAW_MS;
    const behind = behindSince === null ? 0 : performance.now() - behindSince;
    return Math.max(sinceAnswer, sinceDrawing, behind);
  }
  function tell(words) {
    const said = document.getElementById("shell-said");
    if (said && said.textContent !== words) said.textContent = words;
  }
  function show() {
    const quiet = silence();
    const seconds = Math.max(0, Math.floor(quiet / 1000));
    const state = quiet >= LOST_MS ? "lost" : quiet >= LATE_MS ? "late" : "ok";
    if (state !== contact) {
      contact = state;
      root.dataset.contact = state;
      tell(state === "ok" ? "" : state === "late" ? monitor.t("Contact with the server is late.") : monitor.t("Contact with the server is lost. Values on this screen are too old."));
    }
    document.querySelectorAll("[data-live-mark]").forEach(function (mark) {
      const [word, age] = mark.children;
      word.textContent = state === "ok" ? monitor.t("live") : monitor.t("last contact");
      age.textContent = monitor.t("{seconds} s ago", { seconds });
    });
    if (performance.now() - startedAt > SLOW_MS) {
      document.querySelectorAll("[data-still-loading]").forEach((each) => { each.hidden = false; });
    }
  }

  ["pointerdown", "touchstart"].forEach((name) => document.addEventListener(name, () => {
    touching = true; touchedAt = performance.now();
  }, { capture: true, passive: true }));
  ["pointerup", "pointercancel", "touchend", "touchcancel"].forEach((name) => document.addEventListener(name, () => {
    touching = false; touchedAt = performance.now();
  }, { capture: true, passive: true }));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  document.addEventListener("monitor:recorded", () => { lastTurn = -Infinity; ask(); });
  setInterval(ask, EACH_MS);
  setInterval(show, EACH_MS / 2);
  monitor.live = { refresh: redraw };
})();
