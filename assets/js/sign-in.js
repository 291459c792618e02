/* The sign-in screen: tile and PIN on a tablet that is known, login and password on one that is not.
 *
 * Contract: the document of monitor/web/pages/sign_in/page.py; GET /api/v1/tiles every few seconds for the
 * people and the urgent alerts; POST /api/v1/sign-in/pin or /password, then on to ?next= (a path of ours).
 * What somebody else has set is good for one sign-in: own-secrets.js asks for one's own. After the password the server may
 * ask for the code of a second factor, or have one set up: second-factor.js.
 */
(function () {
  "use strict";
  const monitor = window.monitor;
  const REFRESH_MS = 4000;
  const part = (name) => document.querySelector("[data-part=" + name + "]");
  const parts = {};
  let chosen = null, owner = null, pad = null, byPassword = false, shown = "", known = false;

  function next() {
    const asked = new URLSearchParams(location.search).get("next") || "/";
    const target = new URL(asked, location.origin);
    const ours = target.origin === location.origin && asked.startsWith("/") && target.pathname !== "/sign-in";
    // the whole address: a path alone such as //elsewhere would be read as another host
    return ours ? target.href : "/";
  }
  function enter(me) {
    try { localStorage.setItem("monitor-person", JSON.stringify(me)); localStorage.setItem("monitor-touched", String(Date.now())); ["monitor-owes-pin", "monitor-locked"].forEach((owed) => localStorage.removeItem(owed)); localStorage.setItem("monitor-proved", String(Date.now())); } catch { /* works without */ }
    location.assign(next());
  }
  async function checkPin(pin) {
    const sent = owner.pins(pin);
    if (!sent.body) return sent.wrong;
    const answer = await monitor.api.post("/sign-in/pin", { person_id: chosen.person_id, ...sent.body });
    if (answer.ok) { enter(answer.body); return null; }
    return owner.asked(answer, pin) ? null : monitor.api.sentence(answer);
  }
  function tile(person) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "tile";
    made.dataset.person = person.person_id;
    made.setAttribute("aria-pressed", "false");
    const initials = document.createElement("b");
    initials.textContent = person.initials;
    initials.setAttribute("aria-hidden", "true");
    const name = document.createElement("strong");
    name.textContent = person.name;
    const roles = document.createElement("span");
    roles.textContent = person.roles.map(monitor.word).join(", ");
    made.append(initials, name, roles);
    made.addEventListener("click", () => choose(person));
    return made;
  }
  function choose(person) {
    chosen = person;
    byPassword = false;
    owner = monitor.ownSecrets.ofPin((words) => { parts.hint.textContent = words; });
    document.querySelectorAll(".tile").forEach((each) =>
      each.setAttribute("aria-pressed", String(each.dataset.person === person.person_id)));
    parts.name.textContent = person.name;
    parts.hint.textContent = monitor.t("Enter your PIN");
    if (pad) pad.stop();
    pad = monitor.pin(parts.pin, { label: monitor.t("PIN of {name}", { name: person.name }), check: checkPin });
    arrange();
  }
  function arrange() {
    const password = byPassword || !known;
    parts.password.hidden = !password;
    parts.pinbox.hidden = password || chosen === null;
    parts.hello.hidden = password || chosen !== null;
    parts.people.hidden = !known;
    document.querySelector(".choose").classList.toggle("choose--new", !known);
    parts.unknown.hidden = known;
    parts.toggle.hidden = !known;
    parts.toggle.textContent = byPassword ? monitor.t("Sign in with PIN") : monitor.t("Sign in with password");
  }
  function show(answer) {
    parts.waiting.hidden = true;
    parts.main.hidden = false;
    if (answer.clinic_name) parts.clinic.textContent = answer.clinic_name;
    document.documentElement.toggleAttribute("data-demo", answer.demo);
    if (answer.zone) parts.clock.dataset.clock = answer.zone;
    known = Boolean(answer.known_device && answer.tiles.length);
    monitor.callStrip(parts.strip, answer.urgent || []);
    const now = JSON.stringify(answer.tiles);
    if (now !== shown) {
      shown = now;
      parts.tiles.replaceChildren(...answer.tiles.map(tile));
      if (chosen) choose(answer.tiles.find((each) => each.person_id === chosen.person_id) || chosen);
    }
    arrange();
  }
  async function refresh() {
    const answer = await monitor.api.get("/tiles");
    parts.contact.hidden = answer.ok;
    if (answer.ok) show(answer.body);
    else parts.contact.textContent = monitor.api.sentence(answer);
  }
  async function sendPassword(event) {
    event.preventDefault();
    const sent = new FormData(parts.password), own = monitor.ownSecrets.read(parts.password);
    if (own.wrong) { parts.wrong.textContent = own.wrong; return; }
    parts.wrong.textContent = monitor.t("Checking");
    const answer = await monitor.api.post("/sign-in/password", { login: sent.get("login"), password: sent.get("password"), ...(sent.get("code") ? { code: sent.get("code") } : {}), ...own.body });
    if (answer.ok) { enter(answer.body); return; }
    if (await monitor.secondFactor.asked(parts.password, answer)) { parts.wrong.textContent = ""; return; }
    if (monitor.ownSecrets.ask(parts.password, answer)) { parts.wrong.textContent = ""; return; }
    parts.wrong.textContent = monitor.api.sentence(answer);
    if (own.body.new_password || own.body.new_pin) return;
    const code = answer.body && answer.body.error.field === "code" && parts.password.elements.code;
    (code || parts.password.querySelector("[name=password]")).select();
  }
  document.addEventListener("DOMContentLoaded", function () {
    ["main", "waiting", "clinic", "clock", "strip", "tiles", "people", "unknown", "name", "hint", "pin", "pinbox",
      "hello", "password", "wrong", "toggle", "contact"].forEach((name) => { parts[name] = part(name); });
    parts.password.addEventListener("submit", sendPassword);
    parts.toggle.addEventListener("click", () => { byPassword = !byPassword; arrange(); });
    refresh();
    setInterval(refresh, REFRESH_MS);
  });
})();
