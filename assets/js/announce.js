/* What somebody who does not see the screen has to hear, each thing once.
 *
 * Contract: a new urgent alert, told by a hidden [data-urgent] with its sentence in data-said, is said at
 * once (role="alert"); "Recorded 14:16" politely (role="status") when the server has an entry, on the next
 * page again if the screen changed at once. A redrawing says nothing: what was said in this tab is kept in
 * sessionStorage, without a name. The entry form says in its own bar what it saves.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const SAID = "monitor-said", RECORDED = "monitor-said-recorded", LOOK_MS = 1000, AGAIN_MS = 3000, MOST = 200;
  const said = new Set(read(SAID) || []);
  const regions = {};

  function read(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } }
  function write(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* says it again */ } }
  function region(role) {
    const made = document.createElement("div");
    made.className = "spoken";
    made.setAttribute("role", role);
    made.dataset.announce = role;
    document.body.append(made);
    return made;
  }
  function say(role, words) { regions[role].textContent = words; }
  function look() {
    const fresh = [...document.querySelectorAll("[data-urgent]")].filter((each) => !said.has(each.dataset.urgent));
    if (!fresh.length) return;
    fresh.forEach((each) => said.add(each.dataset.urgent));
    write(SAID, [...said].slice(-MOST));
    say("alert", fresh.map((each) => each.dataset.said).join(" "));
  }
  function recorded(event) {
    const record = monitor.record && monitor.record.form;
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: (record && record.zone) || zone() })
      .format(event.detail.received_at ? new Date(event.detail.received_at) : new Date());
    const words = monitor.t("Recorded {time}", { time });
    write(RECORDED, { words, at: Date.now() });
    if (record && record.saving) return;
    say("status", "");
    say("status", words);
  }
  function zone() {
    const clock = document.querySelector("[data-clock]");
    return clock ? clock.dataset.clock : undefined;
  }
  function begin() {
    ["alert", "status"].forEach((role) => { regions[role] = region(role); });
    const before = read(RECORDED);
    if (before && Date.now() - before.at < AGAIN_MS) setTimeout(() => say("status", before.words), LOOK_MS);
    document.addEventListener("monitor:recorded", recorded);
    setInterval(look, LOOK_MS);
  }
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
