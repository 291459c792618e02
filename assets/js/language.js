/* window.monitor.t, tc, tn: what the browser says, in the language of the page (`html lang`).
 *
 * Contract: load it before every script that speaks. t("Saved {time}", {time}) looks the sentence up in
 * monitor.words, which /languages/<language>.js brought before; tc("grade", "mild") is a word whose English
 * has several meanings; tn("{number} entry", "{number} entries", n) counts. Literals only: the catalogue is
 * made by reading the sources (make docs). number(36.5), typed("36.") and day("1987-04-14") write as the reader does.
 * word("chest_pain") is one word of the record; monitor.terms, from the same file, has its translations.
 * language.medicine("naloxone") is a medicine as the reader calls it; it is recorded as the clinic's list has it.
 * A language switch is any element with data-language="es": the choice is kept on this device and, once
 * somebody is signed in, for that person; then the page is drawn anew.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const language = document.documentElement.lang || "en";
  const words = monitor.words || {};
  const terms = monitor.terms || {};
  const plurals = new Intl.PluralRules(language);
  const figures = new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false });
  const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const ENGLISH_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  function filled(text, values) {
    if (!values) return text;
    return text.replace(/\{(\w+)\}/g, (place, name) => {
      const value = values[name];
      if (value === undefined) return place;
      return typeof value === "number" ? number(value) : String(value);
    });
  }
  function number(value) { return Number.isInteger(value) ? String(value) : figures.format(value); }
  /* The English of the sources puts the day first, as the server does. */
  function day(iso) {
    const on = new Date(iso.slice(0, 10) + "T00:00:00Z");
    if (language === "en") return on.getUTCDate() + " " + ENGLISH_MONTHS[on.getUTCMonth()] + " " + on.getUTCFullYear();
    return days.format(on);
  }
  /* What stands between a whole number and its decimals, in a number that is being typed. */
  function typed(text) { return text.replace(".", figures.format(0.5).replace(/\d/g, "")); }
  function t(text, values) { return filled(words[text] || text, values); }
  function tc(context, text, values) { return filled(words[context + "|" + text] || text, values); }
  function tn(one, many, count, values) {
    const form = plurals.select(count) === "one" ? 0 : 1;
    const told = (words[one] || [one, many])[form];
    return filled(told, { number: count, ...values });
  }
  /* A medicine of the clinic's list as the reader calls it; what was typed stays as it is. */
  function medicine(name) { return tc("medicine", name); }
  function word(code) { return terms[code] || String(code).replaceAll("_", " "); }
  async function choose(wanted) {
    const keeps = document.querySelector("[data-language-for-me]");
    if (keeps) {
      const answer = await monitor.api.post("/me/language", { language: wanted });
      if (!answer.ok) { keeps.textContent = monitor.api.sentence(answer); return; }
    } else {
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = "monitor_language=" + wanted + "; Path=/; Max-Age=315360000; SameSite=Strict" + secure;
    }
    // The entry form that the tablet keeps for the time without network must speak it too.
    await fetch("/record", { cache: "reload" }).catch(() => {});
    location.reload();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language]");
    if (button && button.dataset.language !== language) choose(button.dataset.language);
  });

  Object.assign(monitor, { t, tc, tn, word, language: { name: language, number, day, typed, medicine } });
})();
