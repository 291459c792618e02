/* window.monitor.api: the machine interface, for the screens' own scripts.
 *
 * Contract: get(path) and post(path, body) answer {ok, status, body}; ok is false and status 0 when the
 * server could not be reached. post carries the CSRF header. sentence(answer) is what a person is told.
 * noteStore(answer) takes every answer of the interface: while its header X-Monitor-Store names a fault,
 * the clinic's database takes nothing; the root has data-store, and a strip over everything says so.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const PATIENCE_MS = 8000;
  const UNREACHED = monitor.t("The server cannot be reached, nothing was saved.");

  const FAULTS = {
    full: monitor.t("The clinic's database is full: entries stay on this tablet until it can be written again. Call whoever looks after the server."),
    locked: monitor.t("The clinic's database is held by another program: entries stay on this tablet until it can be written again."),
    unwritable: monitor.t("The clinic's database cannot be written: entries stay on this tablet until it can be written again. Call whoever looks after the server."),
  };

  function noteStore(answer) {
    const fault = answer.headers.get("X-Monitor-Store") || "";
    const root = document.documentElement;
    if (fault === (root.dataset.store || "") || !document.body) return;
    const before = document.querySelector(".store-state");
    if (before) before.remove();
    delete root.dataset.store;
    if (!FAULTS[fault]) return;
    root.dataset.store = fault;
    const strip = document.createElement("div"), picture = document.createElement("i"), words = document.createElement("b");
    strip.className = "store-state";
    strip.setAttribute("role", "alert");
    picture.className = "g g--caution";
    picture.setAttribute("aria-hidden", "true");
    strip.append(picture, words);
    document.body.prepend(strip);
    words.textContent = FAULTS[fault];
  }
  function csrf() {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith("monitor_csrf="));
    return found ? decodeURIComponent(found.slice("monitor_csrf=".length)) : "";
  }
  async function ask(path, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), options.patience || PATIENCE_MS);
    try {
      const answer = await fetch("/api/v1" + path, {
        credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options,
      });
      noteStore(answer);
      const text = await answer.text();
      return { ok: answer.ok, status: answer.status, body: text ? JSON.parse(text) : null };
    } catch {
      return { ok: false, status: 0, body: null };
    } finally {
      clearTimeout(timer);
    }
  }
  function get(path, patience) { return ask(path, { method: "GET", patience }); }
  function post(path, body) {
    return ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() },
      body: JSON.stringify(body || {}),
    });
  }
  function sentence(answer) {
    if (answer.status === 0) return UNREACHED;
    const error = answer.body && answer.body.error;
    if (!error) return monitor.t("The server answered {status}, nothing was saved.", { status: answer.status });
    return error.allowed ? monitor.t("{message} (allowed: {allowed})", { message: error.message, allowed: error.allowed }) : error.message;
  }
  monitor.api = { get, post, sentence, noteStore };
})();
