/* One attempt to hand one entry to the server, and what its answer means.
 *
 * Contract: `attempt(entry, proof)` -> {outcome, ...}
 *   recorded  {received_at, replayed, asks, event_ids}   the server has it on disk, and may ask about it
 *   later     {trouble}                 no answer, or the server cannot save now: try again
 *   sign_in   {trouble}                 nobody is signed in here, or somebody else than its author
 *   refused   {refused}                 the server will not take it: a person must decide
 */
const { t } = window.monitor;

export const PROOF_HEADER = "X-CSRF-Token";
const TIMEOUT_MS = 15000;
const TRY_AGAIN = new Set([408, 425, 429]);

export function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/* What an HTTP answer means for the entry; pure, so that every case can be tested. */
export function judge(status, body) {
  const error = (body && body.error) || {};
  if (status === 200 || status === 201) {
    if (!body || !body.received_at) {
      return { outcome: "later", trouble: t("The server's answer was not understood.") };
    }
    return { outcome: "recorded", received_at: body.received_at, replayed: Boolean(body.replayed), asks: body.asks || [], event_ids: body.event_ids || [] };
  }
  if (status === 401 || (status === 403 && error.field === PROOF_HEADER)) {
    return { outcome: "sign_in", trouble: error.message || t("Sign in again to send it.") };
  }
  if (status >= 500 || TRY_AGAIN.has(status)) {
    return { outcome: "later", trouble: error.message || t("The server cannot save now ({status}).", { status }) };
  }
  if (status >= 400) {
    return {
      outcome: "refused",
      refused: {
        status,
        code: error.code || "refused",
        message: error.message || t("The server refused it ({status}).", { status }),
        field: error.field || null,
        allowed: error.allowed || null,
      },
    };
  }
  return { outcome: "later", trouble: t("The server answered {status}.", { status }) };
}

export async function fetchWithin(url, options = {}, limit = TIMEOUT_MS) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  try {
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", ...options, signal: stop.signal });
    if (window.monitor.api) window.monitor.api.noteStore(answer);
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

/* Who is signed in on this tablet now, with the proof that belongs to that sign-in: {id, name, proof};
 * null when nobody is; undefined when the server is silent or somebody is just signing in. */
export async function whoIsHere() {
  try {
    const proof = cookie("monitor_csrf");
    const answer = await fetchWithin("/api/v1/me");
    if (answer.status === 401) return null;
    if (!answer.ok || proof !== cookie("monitor_csrf")) return undefined;
    return { ...(await answer.json()), proof };
  } catch {
    return undefined;
  }
}

/* `proof` is the one of the sign-in that was asked for: if another person signs in meanwhile, the
 * server refuses it, and nothing is recorded under the wrong name. */
export async function attempt(entry, proof) {
  let answer;
  try {
    answer = await fetchWithin(`/api/v1/sessions/${encodeURIComponent(entry.session)}/events`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": entry.key,
        [PROOF_HEADER]: proof,
        "X-Tablet-Time": new Date().toISOString(),
      },
      body: entry.body,
    });
  } catch {
    return { outcome: "later", trouble: t("No connection to the server."), offline: true };
  }
  const body = await answer.json().catch(() => null);
  return judge(answer.status, body);
}
