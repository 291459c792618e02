/* window.monitor.scheme: light or dim room.
 *
 * Contract: load it in <head>, before the styles paint. The root element carries data-scheme="dim" or
 * "light"; localStorage["monitor-scheme"] keeps the choice for this tablet. Any element with
 * data-scheme-switch toggles it. Mantine's own scheme follows, at start through the key it reads and
 * later through the storage event it listens to. The event `monitor:scheme` on document brings
 * {scheme}; on a Dash screen the store `shell-scheme` holds the word, for figures.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const root = document.documentElement;
  const KEY = "monitor-scheme";
  const MANTINE_KEY = "mantine-color-scheme-value";
  const RETRY_MS = 250;
  const MANTINE = { dim: "dark", light: "light" };

  function kept() {
    try { return localStorage.getItem(KEY) === "dim" ? "dim" : "light"; } catch { return "light"; }
  }
  function keep(scheme) {
    try {
      localStorage.setItem(KEY, scheme);
      localStorage.setItem(MANTINE_KEY, MANTINE[scheme]);
    } catch { /* a tablet without storage still switches, it only forgets */ }
  }
  function tellMantine(scheme) {
    root.dataset.mantineColorScheme = MANTINE[scheme];
    try {
      window.dispatchEvent(new StorageEvent("storage", {
        key: MANTINE_KEY, newValue: MANTINE[scheme], storageArea: localStorage,
      }));
    } catch { /* as above */ }
  }
  function tellDash(scheme) {
    const dash = window.dash_clientside;
    if (!dash || !dash.set_props) return;
    try {
      dash.set_props("shell-scheme", { data: scheme });
    } catch { // Dash has the page but not yet what is on it
      setTimeout(() => { if (root.dataset.scheme === scheme) tellDash(scheme); }, RETRY_MS);
    }
  }
  function set(scheme) {
    root.dataset.scheme = scheme;
    keep(scheme);
    tellMantine(scheme);
    tellDash(scheme);
    document.dispatchEvent(new CustomEvent("monitor:scheme", { detail: { scheme } }));
  }

  root.dataset.scheme = kept();
  root.dataset.mantineColorScheme = MANTINE[kept()];
  keep(kept());
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-scheme-switch]")) set(root.dataset.scheme === "dim" ? "light" : "dim");
  });
  window.addEventListener("storage", function (event) {
    if (event.key === KEY && event.newValue && event.newValue !== root.dataset.scheme) set(event.newValue);
  });
  monitor.scheme = { get: () => root.dataset.scheme, set };
})();
