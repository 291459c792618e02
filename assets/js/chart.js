/* window.monitor.chart: reading the session chart with finger, mouse or arrow keys.
 *
 * Contract: [data-glass] lies over the plot and lets the page scroll under the finger (touch-action pan-y);
 * the sets of [data-read-out] carry data-share, their place from 0 to 1 on the time axis, and data-at, their
 * instant. Pointing at the glass shows the nearest set, a tap pins it, a tap on the pinned one or Escape lets
 * go (then the newest is shown). The pin outlives a redraw, and stays on its set when a late one comes before
 * it. [data-criteria] opens the list of criteria at the foot, [data-show-errors] shows what was entered in error. [data-criterion] opens
 * the panel [data-story]; [data-panel] switches a scale on and off (the store chart-panels, the address's panels). No clinical rule stands here.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  let pinned = null, pointed = null, seen = null; // the instant of a set; a place among the sets

  function one(selector) { return document.querySelector(selector); }
  function sets() { return [...document.querySelectorAll("[data-read-out] [data-share]")]; }
  function shownIndex(all) {
    const last = all.length - 1;
    if (pointed !== null) return Math.min(pointed, last);
    const kept = all.findIndex((set) => set.dataset.at === pinned);
    return kept < 0 ? last : kept;
  }
  function put(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  function show() {
    const glass = one("[data-glass]"), all = sets();
    if (!glass) return;
    glass.hidden = all.length === 0;
    if (!all.length) return;
    if (!all.some((set) => set.dataset.at === pinned)) pinned = null; // entered in error meanwhile
    const index = shownIndex(all), chosen = all[index];
    all.forEach((set) => set.classList.toggle("is-shown", set === chosen));
    one("[data-read-out]").classList.toggle("is-pinned", pinned !== null);
    const pin = one("[data-pin]");
    pin.style.left = Number(chosen.dataset.share) * 100 + "%";
    pin.classList.toggle("is-on", pinned !== null || pointed !== null);
    put(glass, "aria-valuemax", String(all.length));
    put(glass, "aria-valuenow", String(index + 1));
    const said = chosen.querySelector(".spoken");
    put(glass, "aria-valuetext", (said || chosen).textContent);
  }
  function nearest(event, glass) {
    const box = glass.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const far = sets().map((set) => Math.abs(Number(set.dataset.share) - share));
    return far.length ? far.indexOf(Math.min(...far)) : null;
  }
  function move(key) {
    const all = sets(), last = all.length - 1, now = shownIndex(all);
    const next = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, Home: 0, End: last }[key];
    if (next === undefined || last < 0) return false;
    pointed = null;
    pinned = all[Math.max(0, Math.min(last, next))].dataset.at;
    return true;
  }

  document.addEventListener("pointermove", function (event) {
    const glass = event.target.closest && event.target.closest("[data-glass]");
    if (event.pointerType !== "mouse") return;
    const before = pointed;
    pointed = glass ? nearest(event, glass) : null;
    if (pointed !== before) show();
  });
  document.addEventListener("click", function (event) {
    const glass = event.target.closest("[data-glass]");
    if (glass) {
      const place = nearest(event, glass);
      const tapped = place === null ? null : sets()[place].dataset.at;
      pinned = pinned === tapped ? null : tapped;
      pointed = null;
      show();
    }
    const peek = event.target.closest("[data-criteria]");
    if (peek) open(peek, peek.getAttribute("aria-expanded") !== "true");
    const errors = event.target.closest("[data-show-errors]");
    if (errors) {
      const on = errors.getAttribute("aria-checked") !== "true";
      errors.setAttribute("aria-checked", String(on));
      errors.closest(".sets").classList.toggle("shows-errors", on);
    }
    const named = event.target.closest("[data-criterion]");
    if (named) tell(named.dataset.criterion);
    if (event.target.closest("[data-story-close]")) tell(null);
    const panel = event.target.closest("[data-panel]");
    if (panel) turn(panel);
    const add = one("details:is(.chart__add, .chart__panels)[open]");
    if (add && (!add.contains(event.target) || event.target.closest("[data-dialog]"))) add.open = false;
  });
  /* A scale as a panel: the store draws it, the address keeps it. */
  function turn(button) {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    const on = [...document.querySelectorAll('[data-panel][aria-pressed="true"]')].map((each) => each.dataset.panel);
    const address = new URL(location.href);
    if (on.length) address.searchParams.set("panels", on.join("-"));
    else address.searchParams.delete("panels");
    history.replaceState(history.state, "", address);
    if (clientside.set_props) clientside.set_props("chart-panels", { data: on });
  }
  let asker = null; // the criterion whose story is open: the focus goes back to its name
  function tell(criterion) {
    if (!clientside.set_props) return;
    clientside.set_props("chart-criterion", { data: criterion });
    if (criterion) { asker = criterion; return; }
    const name = one('[data-criterion="' + asker + '"]');
    if (name) name.focus();
  }
  function open(peek, on) {
    peek.setAttribute("aria-expanded", String(on));
    peek.closest(".rail").classList.toggle("is-open", on);
    if (on) document.getElementById(peek.getAttribute("aria-controls")).focus();
  }
  document.addEventListener("keydown", function (event) {
    if (event.target.closest && event.target.closest("[data-glass]") && move(event.key)) {
      event.preventDefault();
      show();
    }
    if (event.key !== "Escape") return;
    if (one("[data-story]")) { tell(null); return; }
    const peek = one('[data-criteria][aria-expanded="true"]');
    if (peek) { open(peek, false); peek.focus(); }
    const add = one("details:is(.chart__add, .chart__panels)[open]");
    if (add) { add.open = false; add.querySelector("summary").focus(); }
    if (pinned !== null) { pinned = null; show(); }
  });
  new MutationObserver(function (changes) {
    const redrawn = changes.some((change) => change.target.closest && change.target.closest("[data-read-out], [data-plot], .chart"));
    if (!redrawn) return;
    const story = one("[data-story]");
    if (story && story !== seen) story.focus();
    seen = story;
    const plot = one("[data-plot]");
    if (plot && plot.querySelector(".beside__left")) plot.classList.remove("is-loading");
    const rail = one(".rail.is-open"), peek = one("[data-criteria]");
    if (rail && peek) put(peek, "aria-expanded", "true");
    show();
  }).observe(document.documentElement, { childList: true, subtree: true });

  // A figure is drawn by the server: until it comes in the new colours it is not shown in the old ones.
  const RECOLOURS_WITHIN_MS = 2000; // without contact it comes back as it was
  document.addEventListener("monitor:scheme", function () {
    const plot = one("[data-plot]"), figure = plot && plot.querySelector(".js-plotly-plot");
    if (!figure || !figure.once) return;
    const back = () => plot.classList.remove("is-recolouring");
    plot.classList.add("is-recolouring");
    figure.once("plotly_afterplot", back);
    setTimeout(back, RECOLOURS_WITHIN_MS);
  });

  // A figure is as wide as the window was: its words beside it must stand as far apart on paper (print.css).
  const root = document.documentElement;
  window.addEventListener("beforeprint", function () {
    const plot = one("[data-plot]");
    if (plot) root.style.setProperty("--plot-on-paper", plot.offsetWidth + "px");
  });
  window.addEventListener("afterprint", () => root.style.removeProperty("--plot-on-paper"));

  clientside.chart = Object.assign(clientside.chart || {}, {
    scheme: () => document.documentElement.dataset.scheme || "light",
  });
  monitor.chart = { show };
})();
