/* window.monitor.dialogs: what is entered beside an observation set, on any page.
 *
 * Contract: `open(name, sessionId, options)` -> {saved, key}; names: infusion (act), dose, medication,
 * walk, stand, scale (name), orientation, note, correct (target), strike (target), acknowledge (code),
 * attest (item), emergency, call (code), accept_baseline, clear_flags, order, order_seen, order_done, order_close,
 * order_cancel (target), rating, concern, chair, intervention, effect (target), register (draw), register_reverse (row). Without data-session the person chooses the chair first. Any element with data-dialog and data-session opens one,
 * its other data-* being the options. Everything goes through the outbox; off-line, from the copy of
 * the session that this tablet keeps. An ES module.
 */
import { acceptBaseline, acknowledge, clearFlags, orientation, walk } from "./dialogs/people.js";
import { attest } from "./dialogs/attest.js";
import { call } from "./dialogs/call.js";
import { chair } from "./dialogs/chair.js";
import { correct, strike } from "./dialogs/correct.js";
import { dose, emergency, infusion, note } from "./dialogs/actions.js";
import { element, openDialog } from "./dialogs/frame.js";
import { chooseSession } from "./dialogs/choose-session.js";
import { order, orderCancel, orderClose, orderDone, orderSeen } from "./dialogs/orders.js";
import { concern, rating } from "./dialogs/outcomes.js";
import { register, registerReverse } from "./dialogs/register.js";
import { scale } from "./dialogs/scales.js";
import { effect, intervention, medication } from "./dialogs/treatments.js";
import { stand } from "./dialogs/standing.js";
import { loadEntry } from "./record/store.js";

const { t } = window.monitor;

const DIALOGS = {
  infusion, dose, medication, walk, stand, scale, orientation, note, correct, strike, acknowledge, attest, emergency, call, chair,
  accept_baseline: acceptBaseline, clear_flags: clearFlags,
  rating, concern, register, register_reverse: registerReverse, intervention, effect, order, order_seen: orderSeen, order_done: orderDone, order_close: orderClose, order_cancel: orderCancel,
};
const NO_SESSION = "none"; // what belongs to no session: stock that arrives
let opening = false;

function complain(sentence) {
  openDialog({ title: t("This cannot be entered now"), body: element("p", {}, t("{sentence} Nothing was saved.", { sentence })) });
  return { saved: false };
}

async function open(name, sessionId, options = {}) {
  if (opening || !DIALOGS[name]) return { saved: false };
  if (sessionId === NO_SESSION) return DIALOGS[name](null, options);
  opening = true;
  let got;
  try {
    got = await loadEntry(sessionId);
  } finally {
    opening = false;
  }
  if (!got.entry) return complain(got.trouble);
  if (got.fresh) window.monitor.outbox.markOnline();
  return DIALOGS[name]({ ...got.entry, skew_ms: got.skew_ms }, options);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest && event.target.closest("[data-dialog]");
  if (!button || button.disabled) return;
  const { dialog, session, ...options } = button.dataset;
  const chosen = session || (await chooseSession(button.textContent));
  if (chosen) open(dialog, chosen, options);
});

window.monitor = window.monitor || {};
window.monitor.dialogs = { open, names: Object.keys(DIALOGS) };
window.monitor.early.answered();
