/* window.monitor.eligibility: the answers and readings before a session.
 *
 * Contract: [data-eligibility] holds the patient's id; in it [data-question] with buttons [data-answer],
 * a place [data-note] for a word, [data-unchanged] with the answers one tap confirms (JSON), inputs
 * eligibility-reading-<field>, [data-save-answers] and [data-screen-said]. Only what was tapped or typed
 * is sent, to POST /api/v1/patients/<id>/eligibility; then the page is loaded afresh, on the protocol chosen. Nothing is chosen
 * beforehand. Which answer flags is the server's word (data-flags); no clinical rule stands here.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const READING = "eligibility-reading-";
  let replies = {}, saving = false;

  function screen() { return document.querySelector("[data-eligibility]"); }
  function rowOf(id) { return screen().querySelector('[data-question="' + id + '"]'); }
  function noteOf(row) {
    const place = row.querySelector("[data-note]");
    let field = place.querySelector("input");
    if (!field) {
      field = document.createElement("input");
      field.type = "text";
      field.maxLength = 200;
      field.autocomplete = "off";
      field.placeholder = monitor.t("which, since when");
      field.setAttribute("aria-label", monitor.t("In words"));
      field.value = place.dataset.note;
      field.addEventListener("input", () => take(row.dataset.question, undefined, field.value, false));
      place.append(field);
    }
    return field;
  }
  function paint(row, answer) {
    row.querySelectorAll("[data-answer]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.answer === answer)));
    const flagged = row.dataset.flags.split(" ").includes(answer);
    row.classList.toggle("is-flagged", flagged);
    row.querySelector("[data-note]").classList.toggle("is-open", flagged);
    if (flagged) noteOf(row);
  }
  function pressed(row) {
    const button = row.querySelector('[data-answer][aria-pressed="true"]');
    return button ? button.dataset.answer : undefined;
  }
  function take(id, answer, note, unchanged) {
    const row = rowOf(id), said = answer || pressed(row);
    if (!said) return;
    replies[id] = { answer: said, note: note.trim(), unchanged };
    row.classList.toggle("is-unchanged", unchanged);
    count();
  }
  function readings() {
    const typed = {};
    document.querySelectorAll('input[id^="' + READING + '"]').forEach(function (field) {
      const text = field.value.trim();
      if (text) typed[field.id.slice(READING.length)] = text;
    });
    return typed;
  }
  function count() {
    const button = screen().querySelector("[data-save-answers]");
    const number = Object.keys(replies).length + Object.keys(readings()).length;
    button.textContent = number ? monitor.tn("Save {number} answer", "Save {number} answers", number) : monitor.t("Save answers");
  }
  function say(words) { screen().querySelector("[data-screen-said]").textContent = words; }
  function answer(button) {
    const row = button.closest("[data-question]");
    paint(row, button.dataset.answer);
    const field = row.querySelector("[data-note] input");
    const flagged = row.classList.contains("is-flagged");
    take(row.dataset.question, button.dataset.answer, flagged && field ? field.value : "", false);
    if (flagged) noteOf(row).focus({ preventScroll: true });
  }
  function confirm(button) {
    Object.entries(JSON.parse(button.dataset.unchanged)).forEach(function ([id, [said, note]]) {
      const row = rowOf(id);
      if (!row || replies[id]) return;
      paint(row, said);
      if (note) noteOf(row).value = note;
      take(id, said, note, true);
    });
    button.setAttribute("aria-pressed", "true");
  }
  async function save() {
    const typed = readings(), measured = {};
    for (const [field, text] of Object.entries(typed)) {
      if (!/^\d+$/.test(text)) { say(monitor.t("{text} is no whole number; nothing was saved.", { text })); return; }
      measured[field] = Number(text);
    }
    if (!Object.keys(replies).length && !Object.keys(measured).length) { say(monitor.t("Answer something first.")); return; }
    if (saving) return;
    saving = true;
    say("");
    const chosen = document.querySelector('input[type="hidden"][name="eligibility-protocol"]');
    const body = { replies, readings: measured };
    if (chosen && chosen.value) body.protocol_id = chosen.value;
    const answered = await monitor.api.post("/patients/" + encodeURIComponent(screen().dataset.eligibility) + "/eligibility", body);
    saving = false;
    if (!answered.ok) { say(monitor.api.sentence(answered)); return; }
    replies = {};
    const again = new URL(location.href);
    if (body.protocol_id) again.searchParams.set("protocol", body.protocol_id);
    if (again.href === location.href) location.reload();
    else location.replace(again.href);
  }
  document.addEventListener("click", function (event) {
    if (!screen()) return;
    const picked = event.target.closest("[data-answer]");
    if (picked) answer(picked);
    const same = event.target.closest("[data-unchanged]");
    if (same) confirm(same);
    if (event.target.closest("[data-save-answers]")) save();
  });
  document.addEventListener("input", function (event) {
    if (screen() && event.target.id && event.target.id.startsWith(READING)) count();
  });
  window.addEventListener("beforeunload", function (event) {
    if (screen() && Object.keys(replies).length && !saving) event.preventDefault();
  });
  monitor.eligibility = { save };
})();
