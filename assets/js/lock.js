/* window.monitor.lock: covers the patient after a while without a touch.
 *
 * Contract: idle time and person come from GET /api/v1/me; without contact from what this tablet keeps
 * (localStorage "monitor-person"). A screen with an unsaved draft sets
 *   monitor.lock.draft = () => null | {chair, title, words, name, birth_date, of}
 * and the cover says that it is kept; whoever returns is shown name and birth date and says yes before the
 * draft opens. A draft `of` {id, name} is theirs alone: to another, as to who is at no chair, it names no patient. Locking ends the sign-in on the server; the page stays as it is, out of sight and inert.
 * Urgent alerts stand above the cover, by chair only. Any element with data-lock-now locks, one with
 * data-sign-out signs out. Events on document: `monitor:locked`, and `monitor:unlocked` with
 * {person, same}; unless somebody calls preventDefault() on it, another person gets the page afresh.
 * The server ends an idle sign-in too, and counts only what a person does: a touch is told to it by GET /me,
 * once a minute at most. Without contact a PIN cannot be checked: the cover then opens by a tap, for the last person whom the
 * server knew here, at most 8 h after it last said so ("monitor-proved"); `isOffline()` is true meanwhile, and what is entered
 * is marked. It asks for the PIN as soon as it can, also on a page loaded meanwhile ("monitor-owes-pin").
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const root = document.documentElement;
  const CHECK_MS = 2000, STRIP_MS = 4000, TELL_MS = 65000, DEFAULT_IDLE_MIN = 5, MINUTE = 60000, WITHOUT_CONTACT_H = 8;
  const PROVED = "monitor-proved", PERSON = "monitor-person", TOUCHED = "monitor-touched", OWES = "monitor-owes-pin", LOCKED = "monitor-locked", LATEST = "monitor-latest";
  let idleMinutes = DEFAULT_IDLE_MIN, person = null, answered = null, cover = null, strip = null, pad = null;
  let byHand = false, owesPin = false, stripTimer = null, chosen = null;
  let giveBack = () => {};
  let untold = false, toldAt = performance.now();
  let ended = Promise.resolve(); // a PIN waits for it: the answer that ends a sign-in must not take the next one's cookie

  function element(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words !== undefined) made.textContent = words;
    return made;
  }
  function picture(name) {
    const made = element("i", "g g--" + name);
    made.setAttribute("aria-hidden", "true");
    return made;
  }
  function button(words, className, act) {
    const made = element("button", "btn " + className, words);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function kept(key) { try { return localStorage.getItem(key); } catch { return null; } }
  function keep(key, words) { try { localStorage.setItem(key, words); } catch { /* works without */ } }
  function remember(me) {
    person = { id: me.id, name: me.name, initials: me.initials, roles: me.roles };
    // A screen that can be touched may be handed round, so it counts as a tablet.
    const atDesk = navigator.maxTouchPoints === 0 && me.idle_lock_desk_min;
    if (me.idle_lock_min) idleMinutes = atDesk || me.idle_lock_min;
    keep(PERSON, JSON.stringify({ ...person, idle_lock_min: idleMinutes }));
    keep(PROVED, String(Date.now()));
    answered = me;
    document.dispatchEvent(new CustomEvent("monitor:me", { detail: me }));
  }
  /* Known here, and not longer ago than somebody may go on without the server; a clock put back proves nothing. */
  function mayGoOn() {
    const now = Date.now(), since = now - (Number(kept(PROVED)) || 0);
    const putBack = Math.max(Number(kept(PROVED)) || 0, Number(kept(LATEST)) || 0) - now > MINUTE;
    return person !== null && !putBack && since <= WITHOUT_CONTACT_H * 60 * MINUTE;
  }
  function noteTime() { if (Date.now() - (Number(kept(LATEST)) || 0) > MINUTE / 2) keep(LATEST, String(Date.now())); }
  function isSilent(answer) { return answer.status === 0 || answer.status >= 500; } // nobody can be asked who it is
  function touched() { return Number(kept(TOUCHED)) || 0; }
  function touch() { if (!cover) { keep(TOUCHED, String(Date.now())); untold = true; } }
  function tell() {
    if (!untold || performance.now() - toldAt < TELL_MS) return;
    untold = false;
    toldAt = performance.now();
    monitor.api.get("/me").then((answer) => { if (answer.ok && !cover) remember(answer.body); });
  }
  function draft() { return typeof monitor.lock.draft === "function" ? monitor.lock.draft() : null; }

  function hidePage(hidden) {
    root.toggleAttribute("data-locked", hidden);
    [...document.body.children].forEach(function (child) {
      if (child === cover || child.tagName === "SCRIPT") return;
      child.toggleAttribute("inert", hidden);
    });
  }
  function left(title, glyph) {
    const side = element("div", "lock__left");
    const head = element("h2");
    head.append(picture(glyph), title);
    side.append(head);
    return side;
  }
  function draftCard(kept) {
    const card = element("div", "lock__draft");
    card.append(element("b", "chair", kept.chair), element("b", "", kept.title), element("span", "", kept.words));
    return card;
  }
  function show(side, right) {
    const box = element("div", "lock__box");
    box.append(side);
    if (right) box.append(right);
    strip.after(box); // the alerts stay as they are: nobody reads them out anew
    if (box.nextSibling) box.nextSibling.remove();
    cover.focus();
  }
  function pinSide(name, personId) {
    const side = element("div", "lock__right");
    const who = element("p", "lock__who");
    who.append(element("b", "", name), element("span", "", monitor.t("enter PIN")));
    const host = element("div", "lock__pin");
    side.append(who, host);
    if (pad) pad.stop();
    pad = monitor.pin(host, { label: monitor.t("PIN of {name}", { name }), check: (pin) => check(personId, pin) });
    return side;
  }
  async function check(personId, pin) {
    await ended;
    const answer = await monitor.api.post("/sign-in/pin", { person_id: personId, pin });
    if (!answer.ok) {
      if (isSilent(answer)) askWithoutContact();
      return monitor.api.sentence(answer);
    }
    const same = person !== null && person.id === answer.body.id;
    remember(answer.body);
    owesPin = false;
    keep(OWES, "");
    keep(LOCKED, "");
    const waiting = draft();
    if (waiting && waiting.name) (isFor(waiting, answer.body) ? confirmPatient : tellOfColleague)(waiting, same);
    else open(same);
    return null;
  }
  function isFor(waiting, who) {
    return waiting.of ? waiting.of.id === who.id : who.roles.some((role) => role === "nurse" || role === "physician");
  }
  function staysWith(waiting) {
    if (waiting.of) return monitor.t("The sheet stays on this tablet for {name}, who began it.", { name: waiting.of.name });
    return monitor.t("The draft stays with chair {chair}, whoever signs in next. You see the patient's name and birth date first, and say yes before it opens.", { chair: waiting.chair });
  }
  function askPin() {
    const waiting = draft();
    const side = left(waiting ? monitor.t("Locked, draft kept") : monitor.t("Locked"), "lock");
    if (waiting) {
      side.append(draftCard(waiting));
      side.append(element("p", "", staysWith(waiting)));
    } else {
      side.append(element("p", "", (byHand ? monitor.t("Locked by hand.") : monitor.t("Locked after {minutes} min without a touch.", { minutes: idleMinutes })) + " " + monitor.t("What was recorded is safe.")));
    }
    side.append(element("span", "grow"));
    if (chosen) {
      side.append(button(monitor.t("I am not {name}", { name: chosen.name }), "", choosePerson));
      show(side, pinSide(chosen.name, chosen.id));
    } else {
      show(side);
      choosePerson();
    }
  }
  async function choosePerson() {
    const side = left(monitor.t("Who are you?"), "person");
    const people = element("div", "lock__people");
    side.append(people, element("span", "grow"));
    const password = element("a", "btn", monitor.t("Sign in with password"));
    password.href = "/sign-in?next=" + encodeURIComponent(location.pathname + location.search + location.hash);
    side.append(password);
    show(side);
    const answer = await monitor.api.get("/tiles");
    if (!answer.ok) { people.append(element("p", "", monitor.api.sentence(answer))); return; }
    answer.body.tiles.forEach(function (tile) {
      people.append(button(tile.name, "lock__person", function () {
        chosen = { id: tile.person_id, name: tile.name };
        askPin();
      }));
    });
  }
  function confirmPatient(waiting, same) {
    const side = left(monitor.t("Is this the patient in front of you?"), "person");
    const card = element("div", "lock__draft");
    card.append(element("b", "chair", waiting.chair), element("b", "", waiting.name),
      element("span", "", monitor.t("born {date}", { date: monitor.language.day(waiting.birth_date) })));
    side.append(card, element("p", "", waiting.title + ". " + waiting.words), element("span", "grow"));
    const yes = button(monitor.t("Yes, open the draft"), "btn--primary", () => open(same));
    side.append(yes, button(monitor.t("No, back to the board"), "", () => { close(); location.assign("/"); }));
    show(side);
    yes.focus();
  }
  function tellOfColleague(waiting) {
    const side = left(monitor.t("An unfinished sheet of a colleague is on this tablet"), "person");
    const words = waiting.of
      ? monitor.t("{name} has not recorded all of it yet, and goes on with it after signing in here.", { name: waiting.of.name })
      : monitor.t("It is kept. A nurse or a physician goes on with it after signing in here.");
    const away = button(monitor.t("To the board"), "btn--primary", () => { close(); location.assign("/"); });
    side.append(element("p", "", words), element("span", "grow"), away);
    show(side);
    away.focus();
  }
  function askWithoutContact() {
    owesPin = true;
    keep(OWES, "yes");
    const side = left(monitor.t("Covered, no contact"), "offline");
    side.append(element("p", "", monitor.t("The server cannot be reached, so no PIN can be checked now. What is on this tablet is kept and sent later.")));
    if (mayGoOn()) {
      side.append(element("p", "", monitor.t("What you enter until then is marked as signed in off-line.")), element("span", "grow"),
        button(monitor.t("Go on as {name}", { name: person.name }), "btn--primary", () => { if (mayGoOn()) open(true); else askWithoutContact(); }));
    } else {
      side.append(element("p", "", monitor.t("Nobody has been known to the server on this tablet for {hours} h, so it stays covered until the server answers. Write on paper meanwhile, and copy it in later.", { hours: WITHOUT_CONTACT_H })));
    }
    show(side);
  }
  function close() {
    if (!cover) return;
    clearInterval(stripTimer);
    if (pad) { pad.stop(); pad = null; }
    cover.remove();
    cover = strip = null;
    hidePage(false);
    touch();
    giveBack();
  }
  function open(same) {
    keep(LOCKED, "");
    close();
    const event = new CustomEvent("monitor:unlocked", { detail: { person, same }, cancelable: true });
    if (document.dispatchEvent(event) && !same) location.reload();
    if (same && monitor.live) monitor.live.refresh();
  }
  async function showAlerts() {
    const answer = await monitor.api.get("/tiles");
    if (!strip) return;
    if (isSilent(answer)) { if (!owesPin) askWithoutContact(); return; }
    if (answer.ok && owesPin) { owesPin = false; await end(); askPin(); }
    if (answer.ok) monitor.callStrip(strip, answer.body.urgent || []);
  }
  function end() { return (ended = monitor.api.post("/lock", {})); }
  async function lock(hand) {
    if (cover) return;
    byHand = hand === true;
    chosen = person ? { id: person.id, name: person.name } : null;
    keep(LOCKED, "yes");
    giveBack = monitor.focus.remember();
    cover = element("div", "lock");
    cover.setAttribute("role", "dialog");
    cover.setAttribute("aria-modal", "true");
    cover.tabIndex = -1;
    cover.setAttribute("aria-label", monitor.t("Locked"));
    strip = element("div", "lock__strip");
    cover.append(strip);
    document.body.append(cover);
    hidePage(true);
    document.dispatchEvent(new CustomEvent("monitor:locked"));
    askPin();
    stripTimer = setInterval(showAlerts, STRIP_MS);
    const answer = await end();
    if (isSilent(answer)) askWithoutContact();
    else showAlerts();
  }
  async function forgetPatients() {
    if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
    if (monitor.outbox) await monitor.outbox.forgetPatients().catch(() => {});
  }
  async function signOut() {
    root.toggleAttribute("data-leaving", true);
    await Promise.all([monitor.api.post("/sign-out", {}), forgetPatients()]);
    location.assign("/sign-in");
  }
  async function meet() {
    const answer = await monitor.api.get("/me");
    if (answer.ok) remember(answer.body);
    return answer;
  }
  function recall() {
    try { person = JSON.parse(kept(PERSON) || "null"); } catch { person = null; }
    if (person && person.idle_lock_min) idleMinutes = person.idle_lock_min;
  }
  function watch() {
    if (!cover && (Date.now() - touched() > idleMinutes * MINUTE || (person && !mayGoOn()))) lock();
    else if (!cover && owesPin && navigator.onLine) showOwed();
    else if (!cover) tell();
    noteTime();
  }
  function hear(event) { // the other pages of this tablet are locked and opened with this one
    if (event.key === OWES) owesPin = event.newValue === "yes";
    if (event.key === LOCKED && event.newValue === "yes" && !cover) lock();
    if (event.key === LOCKED && !event.newValue && cover) location.reload();
  }
  async function showOwed() {
    const answer = await monitor.api.get("/tiles");
    if (answer.ok && !cover) { owesPin = false; lock(); }
  }

  ["pointerdown", "keydown", "touchstart"].forEach((name) =>
    document.addEventListener(name, touch, { capture: true, passive: true }));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) watch(); });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-lock-now]")) lock(true);
    else if (event.target.closest("[data-sign-out]")) signOut();
  });
  // A tablet that was locked, or lay still, is covered again when its page comes anew: it may come from the tablet itself.
  recall();
  const leftAlone = kept(LOCKED) === "yes" || (touched() > 0 && Date.now() - touched() > idleMinutes * MINUTE);
  owesPin = kept(OWES) === "yes";
  touch();
  root.toggleAttribute("data-locked", leftAlone);
  meet().then((answer) => {
    if (leftAlone && !answer.ok) { lock(); return; }
    keep(LOCKED, cover ? "yes" : "");
    if (!cover) root.toggleAttribute("data-locked", false);
  });
  addEventListener("storage", hear);
  setInterval(watch, CHECK_MS);
  monitor.lock = { lock, isLocked: () => cover !== null, isOffline: () => owesPin || kept(OWES) === "yes", person: () => person, me: () => answered, draft: null };
})();
