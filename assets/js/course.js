/* window.monitor.course: what is said of a planned session, on the day list and the course.
 *
 * Contract: a button with data-post posts to that path of the API at once. A button with data-plan copies
 * the hidden element of that id into a modal <dialog>; inside it places [data-field] (day, at, chair_id,
 * reason, and others; data-kind date, time, text, number or choice; data-value) become inputs or stand for a
 * choice of buttons [data-option], [data-send] sends what they hold to data-path. The server judges; what
 * it refuses is said in [data-plan-said], and nothing typed is lost. A name such as items.item_9 is sent inside
 * items. A choice with data-number is sent as a number, and a second press takes it back; what its option with
 * data-alarm shows at once is [data-alarm-of] its name. [data-only-for] is there while that scale is chosen. A button with data-copy copies the
 * text of the element of that id and then says data-copied. No clinical rule stands here.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});

  function filled(box) {
    box.querySelectorAll("[data-field]").forEach(function (place) {
      if (place.dataset.kind === "choice") return;
      const field = document.createElement(place.dataset.kind === "text" ? "textarea" : "input");
      if (place.dataset.kind !== "text") field.type = place.dataset.kind;
      else { field.rows = 2; field.maxLength = 1900; }
      if (place.dataset.kind === "number") { field.inputMode = "numeric"; field.step = "1"; field.min = "0"; }
      if (place.dataset.value) field.value = place.dataset.value;
      place.append(field);
    });
  }
  function told(box) {
    const body = {};
    box.querySelectorAll("[data-field]").forEach(function (place) {
      const field = place.querySelector("input, textarea");
      const option = place.querySelector('[data-option][aria-pressed="true"]');
      const value = field ? field.value.trim() : option ? option.dataset.option : "";
      if (!value || place.closest("[data-only-for][hidden]")) return;
      const [name, inside] = place.dataset.field.split(".");
      const numbered = place.dataset.kind === "number" || "number" in place.dataset;
      const into = inside ? (body[name] ||= {}) : body;
      into[inside || name] = numbered ? Number(value) : value;
    });
    return body;
  }
  function choose(option) {
    const place = option.closest("[data-field]"), box = option.closest(".plan");
    const back = "number" in place.dataset && option.getAttribute("aria-pressed") === "true";
    place.querySelectorAll("[data-option]").forEach((other) => other.setAttribute("aria-pressed", String(other === option && !back)));
    const alarm = box && box.querySelector(`[data-alarm-of="${place.dataset.field}"]`);
    if (alarm) alarm.hidden = back || !("alarm" in option.dataset);
    if (box && place.dataset.field === "scale") {
      box.querySelectorAll("[data-only-for]").forEach((part) => { part.hidden = part.dataset.onlyFor !== option.dataset.option; });
    }
  }
  async function send(box, button, done) {
    if (button.disabled) return;
    button.disabled = true;
    const answer = await monitor.api.post(button.dataset.path || box.dataset.path, told(box));
    button.disabled = false;
    if (answer.ok) { done(); return; }
    box.querySelector("[data-plan-said]").textContent = monitor.api.sentence(answer);
  }
  function open(source) {
    const { dialog, box } = monitor.modal(source, {
      css: "modal modal--narrow", fill: filled,
      click: function (event) {
        const button = event.target.closest("[data-send]");
        if (button) send(box, button, function () { dialog.close(); again(); });
      },
    });
  }
  // The head of a page with a form that opens a course is not drawn again; without a word in it the page is.
  function again() {
    const form = document.querySelector("[data-course-form]");
    if (form && !Object.keys(told(form)).length) location.reload();
    else monitor.live.refresh();
  }
  async function post(button) {
    if (button.disabled) return;
    button.disabled = true;
    const answer = await monitor.api.post(button.dataset.post);
    button.disabled = false;
    if (answer.ok) monitor.live.refresh();
    else monitor.course.complain(monitor.api.sentence(answer));
  }
  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // Without leave to write the clipboard the text is marked, for the person to copy.
      window.getSelection().selectAllChildren(source);
      return;
    }
    monitor.announce?.say?.(button.dataset.copied);
    const words = button.lastChild, before = words.textContent;
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 2000);
  }
  document.addEventListener("click", function (event) {
    const copied = event.target.closest("[data-copy]");
    if (copied) { copy(copied); return; }
    const posted = event.target.closest("[data-post]");
    if (posted) { post(posted); return; }
    const option = event.target.closest("[data-option]");
    if (option) choose(option);
    const opener = event.target.closest("[data-plan]");
    const source = opener && document.getElementById(opener.dataset.plan);
    if (source) open(source);
    const form = event.target.closest("[data-send]") && event.target.closest("[data-course-form]");
    if (form) send(form, event.target.closest("[data-send]"), () => location.reload());
  });
  function prepare() {
    document.querySelectorAll("[data-course-form]:not([data-ready])").forEach(function (form) {
      form.setAttribute("data-ready", "");
      filled(form);
    });
  }
  new MutationObserver(prepare).observe(document.documentElement, { childList: true, subtree: true });
  monitor.course = {
    complain: function (words) {
      const host = document.querySelector(".notices");
      const notice = document.createElement("div");
      notice.className = "notice notice--urgent";
      notice.setAttribute("role", "alert");
      notice.append(Object.assign(document.createElement("p"), { textContent: words }));
      if (host) host.append(notice);
      setTimeout(() => notice.remove(), 8000);
    },
  };
})();
