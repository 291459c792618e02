/* window.monitor.lookBack: the chart as it was known at a past minute, and an earlier session behind it.
 *
 * Contract: [data-look-back] opens and shuts #chart-look-back. What can be asked for comes with each drawing in [data-back]:
 * data-from (the first minute), data-until (the end of a session that is over), data-zero, data-zone, data-minutes (when
 * something arrived, in minutes from data-from), and list items with data-device and data-earlier. The store chart-asked is
 * given {at, device, earlier}, or null for the session as it stands; while it has an instant the page carries data-past:
 * clocks stand still there (clock.js) and nothing is recorded. No clinical rule stands here.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const MINUTE = 60000, SETTLES_MS = 120;
  let strip = null, waiting = null, sent = "null";

  const one = (selector) => document.querySelector(selector);
  function offered() { return one("[data-back]"); }
  function make(tag, className, words) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (words) node.textContent = words;
    return node;
  }
  function from(told) { return Date.parse(told.dataset.from); }
  function until(told) { return told.dataset.until ? Date.parse(told.dataset.until) : monitor.clock.now(); }
  function last(told) { return Math.max(0, Math.floor((until(told) - from(told)) / MINUTE)); }
  /* The end of the minute that is shown: everything that the clock of the wall gives that minute. */
  function instant(told, minute) { return Math.min(from(told) + (minute + 1) * MINUTE - 1, until(told)); }
  function when(told, minute) {
    const at = from(told) + minute * MINUTE, zero = Date.parse(told.dataset.zero);
    const wall = new Intl.DateTimeFormat("en-GB", { timeZone: told.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
    const since = Math.floor((instant(told, minute) - zero) / MINUTE);
    return Number.isNaN(zero) || since < 0 ? wall : wall + ", T+" + since;
  }

  function choice(label, empty, items, name) {
    const box = make("label", "back__choice"), list = make("select");
    box.append(make("span", "", label), list);
    list.dataset.for = name;
    fill(list, empty, items, name);
    list.addEventListener("change", changed);
    return box;
  }
  function fill(list, empty, items, name) {
    const kept = list.value;
    list.replaceChildren(new Option(empty, ""), ...items.map((item) => new Option(item.textContent, item.dataset[name])));
    list.value = [...list.options].some((option) => option.value === kept) ? kept : "";
  }
  function items(told, name) { return [...told.querySelectorAll("[data-" + name + "]")]; }
  function step(words, sign, by) {
    const button = make("button", "btn back__step", sign);
    button.type = "button";
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => jump(by));
    return button;
  }
  function build() {
    const told = offered(), box = one("#chart-look-back");
    if (!told || !box) return;
    const range = make("input", "back__range"), now = make("button", "btn", monitor.t("Back to now"));
    range.type = "range";
    range.min = "0";
    range.setAttribute("aria-label", monitor.t("Known until"));
    range.addEventListener("input", changed);
    now.type = "button";
    now.addEventListener("click", present);
    const words = make("output", "back__when"), row = make("div", "back__row"), lists = make("div", "back__row");
    row.append(step(monitor.t("To the arrival before"), "◀", -1), range, step(monitor.t("To the next arrival"), "▶", 1), words, now);
    lists.append(
      choice(monitor.t("Known to"), monitor.t("the server"), items(told, "device"), "device"),
      choice(monitor.t("Behind it"), monitor.t("no earlier session"), items(told, "earlier"), "earlier"));
    box.replaceChildren(row, lists);
    strip = { box, range, words, now };
    stretch();
    range.value = range.max;
    paint();
  }
  /* The slider reaches until now; where it stands at its end it goes along. */
  function stretch() {
    const told = offered();
    if (!strip || !told) return;
    const atEnd = strip.range.value === strip.range.max;
    strip.range.max = String(last(told));
    if (atEnd) strip.range.value = strip.range.max;
    const marks = told.dataset.minutes.split(" ").filter(Boolean).map(Number), wide = Number(strip.range.max) || 1;
    strip.range.style.setProperty("--arrivals", marks.map((minute) => {
      const at = "calc(24px + (100% - 48px) * " + (Math.min(minute, wide) / wide) + ")";
      return "linear-gradient(90deg, transparent calc(" + at + " - 1px), var(--line-strong) 0 calc(" + at + " + 1px), transparent 0)";
    }).join(",") || "none");
  }
  function jump(by) {
    const told = offered();
    const minutes = told.dataset.minutes.split(" ").filter(Boolean).map(Number), now = Number(strip.range.value);
    const next = by < 0 ? minutes.filter((minute) => minute < now).pop() : minutes.find((minute) => minute > now);
    strip.range.value = String(next === undefined ? (by < 0 ? 0 : strip.range.max) : next);
    changed();
  }
  function chosen(name) { return strip.box.querySelector('[data-for="' + name + '"]').value || null; }
  function asked() {
    const told = offered();
    if (!strip || strip.box.hidden) return null;
    const minute = Number(strip.range.value), device = chosen("device"), earlier = chosen("earlier");
    const isNow = minute >= Number(strip.range.max) && !device;
    if (isNow && !earlier) return null;
    return { at: isNow ? null : new Date(instant(told, minute)).toISOString(), device, earlier };
  }
  function paint() {
    const told = offered(), words = when(told, Number(strip.range.value));
    const isNow = Number(strip.range.value) >= Number(strip.range.max);
    strip.words.textContent = isNow && !told.dataset.until ? monitor.t("now") : words;
    strip.range.setAttribute("aria-valuetext", strip.words.textContent);
  }
  function changed() {
    paint();
    clearTimeout(waiting);
    waiting = setTimeout(tell, SETTLES_MS);
  }
  function tell() {
    const page = one(".chart__page"), want = asked(), text = JSON.stringify(want);
    if (page) page.toggleAttribute("data-past", Boolean(want && want.at));
    if (text === sent || !window.dash_clientside || !window.dash_clientside.set_props) return;
    sent = text;
    window.dash_clientside.set_props("chart-asked", { data: want });
  }
  function present() {
    strip.range.value = strip.range.max;
    strip.box.querySelector('[data-for="device"]').value = "";
    changed();
  }
  function open(button, on) {
    const box = one("#chart-look-back");
    if (on && (!strip || strip.box !== box)) build();
    if (!strip) return;
    button.setAttribute("aria-expanded", String(on));
    box.hidden = !on;
    if (on) strip.range.focus();
    changed();
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-look-back]");
    if (button) open(button, button.getAttribute("aria-expanded") !== "true");
  });
  new MutationObserver(function () {
    const told = offered();
    if (!told || !strip || !strip.box.isConnected || told === strip.told) return;
    strip.told = told;
    fill(strip.box.querySelector('[data-for="device"]'), monitor.t("the server"), items(told, "device"), "device");
    stretch();
    paint();
  }).observe(document.documentElement, { childList: true, subtree: true });

  monitor.lookBack = { asked };
})();
