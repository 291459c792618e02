/* What the form needs of a session, from the server or from this tablet, and its half-typed drafts.
 *
 * Contract: `loadEntry(session)` -> {entry, fresh, skew_ms, trouble, status}: `fresh` false means the
 * copy this tablet kept. `keepEntry(entry, skew_ms)`, `keepDraft(draft)`, `dropDraft(id)`, `loadDraft(session, person)`,
 * `draftsOfOthers(session, person)`, `knownSessions()`. Copies older than a day are thrown away.
 */
import { read, readAll, remove, write } from "../outbox/db.js";
import { fetchWithin } from "../outbox/send.js";

const { t } = window.monitor;

const DAY_MS = 24 * 3600000;
const PATIENCE_MS = 6000;

async function fromServer(session) {
  const before = Date.now();
  const answer = await fetchWithin(`/api/v1/sessions/${encodeURIComponent(session)}/entry`, {}, PATIENCE_MS);
  const body = await answer.json().catch(() => null);
  const after = Date.now();
  if (!answer.ok || !body) {
    const message = body && body.error ? body.error.message : t("The server answered {status}.", { status: answer.status });
    return { entry: null, status: answer.status, trouble: message };
  }
  return { entry: body, status: answer.status, skew_ms: Date.parse(body.now) - (before + after) / 2 };
}

async function forgetOld() {
  const limit = Date.now() - DAY_MS;
  for (const kept of await readAll("entries")) {
    if (kept.kept_at < limit) await remove("entries", kept.id);
  }
}

/* The copy may be of a colleague's visit to this session: whoever is here now enters under their own name. */
function mayRecord(me) {
  return me !== null && me.roles.some((role) => role === "nurse" || role === "physician");
}

export async function loadEntry(session) {
  let got;
  try {
    got = await fromServer(session);
  } catch {
    got = { entry: null, status: 0, trouble: t("No connection to the server.") };
  }
  if (got.entry) {
    await keepEntry(got.entry, got.skew_ms).then(forgetOld).catch(() => {});
    return { entry: got.entry, skew_ms: got.skew_ms, fresh: true, trouble: "", status: got.status };
  }
  const mayUseCopy = got.status === 0 || got.status >= 500; // signed out is not off-line
  const copy = mayUseCopy ? await read("entries", session).catch(() => null) : null;
  const me = window.monitor.lock.person();
  if (copy && mayRecord(me)) return { entry: { ...copy.entry, me }, skew_ms: copy.skew_ms, fresh: false, trouble: got.trouble, status: got.status };
  return { entry: null, skew_ms: 0, fresh: false, trouble: got.trouble, status: got.status };
}

export function keepEntry(entry, skew_ms) {
  // an answer that was on its way when somebody signed out must not leave the patient behind
  if (document.documentElement.hasAttribute("data-leaving")) return Promise.resolve();
  return write("entries", { id: entry.session.id, entry, skew_ms, kept_at: Date.now() });
}

export const keepDraft = (draft) => write("drafts", draft);
export const dropDraft = (id) => remove("drafts", id);

export async function loadDraft(session, person) {
  return (await read("drafts", `${session}|${person}`)) || null;
}

export async function draftsOfOthers(session, person) {
  const all = await readAll("drafts").catch(() => []);
  return all.filter((draft) => draft.session === session && draft.person.id !== person);
}

export async function knownSessions() {
  const all = await readAll("entries").catch(() => []);
  const open = all.filter((kept) => !kept.entry.session.closed_at);
  return open.map((kept) => ({
    session: kept.id, chair: kept.entry.session.chair, name: kept.entry.patient.name,
    birth_date: kept.entry.patient.birth_date,
  })).sort((one, two) => one.chair.localeCompare(two.chair, "en", { numeric: true }));
}
