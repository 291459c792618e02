/* window.monitor.api: the machine interface, for the screens' own scripts.
 *
 * Contract: get(path) and post(path, body) answer {ok, status, body}; ok is false and status 0 when the
 * server could not be reached. post carries the CSRF header. sentence(answer) is what a person is told.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const PATIENCE_MS = 8000;
  const UNREACHED = monitor.t("The server cannot be reached, nothing was saved.");

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
  monitor.api = { get, post, sentence };
})();
