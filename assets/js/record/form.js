/* The one object that the form keeps, and how it is painted and kept on this tablet.
 *
 * Contract: `form` is the state of the page; `paintAll()` draws it; `keep()` writes the draft after
 * the writes before it; `settled()` resolves when none is under way; `startOver()` begins an empty
 * draft under a new key; `discard()` throws the half-typed one away; `handOn(draft)` goes on with
 * another one; `dropFormer()` takes the one before off the tablet, as soon as what goes on from it is kept.
 */
import { paintAsks } from "./asks.js";
import { isEmpty, newDraft } from "./draft.js";
import { paint } from "./paint.js";
import { paintPanel } from "./panels.js";
import { paintBar } from "./save.js";
import { dropDraft, keepDraft } from "./store.js";
import { cancelCount } from "./timer.js";

const { t } = window.monitor;

export const form = {
  entry: null, limits: null, zone: "", draft: null, skew_ms: 0,
  panel: null, more: false, doubt: null, doubt_field: "", reason_field: "", refused: "", count_text: "",
  saving: "", saved: null, trouble: "", offline: false, closed: false,
  now: () => Date.now(),
};

export function paintAll() {
  paint(form);
  paintAsks(form);
  if (form.panel) paintPanel(form);
  paintBar(form);
}

/* Writes are in order: a later draft never ends up under an earlier one. */
let writing = Promise.resolve();
let former = null;
export function keep() {
  const now = form.draft;
  if (isEmpty(now)) return writing;
  writing = writing.then(() => keepDraft(now)).then(() => (now.id === former ? null : dropFormer())).then(() => {
    if (form.not_kept) { form.trouble = ""; form.not_kept = false; }
  }).catch((error) => {
    form.not_kept = true;
    form.trouble = t("Not kept: {message}", { message: error.message });
    paintBar(form);
  });
  return writing;
}

export async function settled() {
  return writing;
}

export function startOver() {
  const { session, me, patient } = { session: form.entry.session, me: form.entry.me, patient: form.entry.patient };
  const person = { id: me.id, name: me.name, initials: me.initials };
  form.draft = newDraft(session.id, person, { id: patient.id, name: patient.name }, window.monitor.outbox.newKey());
  form.refused = "";
  cancelCount(form);
}

export async function discard() {
  const { id } = form.draft;
  startOver();
  await writing;
  await dropDraft(id).catch(() => {});
}

export function handOn(draft) {
  if (form.draft.id !== draft.id) former = form.draft.id;
  form.draft = draft; // before anything is waited for: what is typed meanwhile is typed on it
  form.refused = "";
  cancelCount(form);
  paintAll();
  return keep();
}

export async function dropFormer() {
  if (former === null) return;
  await dropDraft(former).catch(() => {});
  former = null;
}
