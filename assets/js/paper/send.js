/* One line on its way to the server, and what the answer means for it.
 *
 * Contract: `send(session, line, row, person)` -> {state, told, asked?, received_at?}. State `recorded`; `asked` (confirm each name
 * of `asked`, or change the line); `refused` (nothing was kept: change it); `unsure` (no answer: it may be kept, send the
 * very same again); `sign_in`, also where another than `person`, who typed it, is signed in here now. `row` is the body as it was sent first: an unsure line is never sent otherwise.
 */
import { fetchWithin, whoIsHere } from "../outbox/send.js";

const { t, api } = window.monitor;
const CONFLICT = 409;

export async function send(session, line, row, person) {
  // Another tab may have let somebody else in: the line is never recorded under that name.
  const here = await whoIsHere();
  if (here === null || (here && here.id !== person)) {
    return { state: "sign_in", told: t("Sign in again; the line stays on this tablet.") };
  }
  if (!here) return { state: "unsure", told: t("No answer from the server. It stays on this tablet: send it again.") };
  let answer;
  try {
    answer = await fetchWithin(`/api/v1/sessions/${encodeURIComponent(session)}/paper`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json", "Idempotency-Key": line.key,
        "X-CSRF-Token": here.proof,
      },
      body: JSON.stringify(row),
    });
  } catch {
    return { state: "unsure", told: t("No answer from the server. It stays on this tablet: send it again.") };
  }
  const body = await answer.json().catch(() => null);
  if (answer.ok && body) return { state: "recorded", told: "", received_at: body.received_at };
  const said = { status: answer.status, body };
  if (answer.status === CONFLICT && body && body.error.code === "asked_back") {
    return { state: "asked", told: body.error.message, asked: body.error.allowed.split(", ") };
  }
  if (answer.status === 401 || (answer.status === 403 && body && body.error.field === "X-CSRF-Token")) {
    return { state: "sign_in", told: t("Sign in again; the line stays on this tablet.") };
  }
  if (answer.status >= 500 || answer.status === 429) return { state: "unsure", told: api.sentence(said) };
  return { state: "refused", told: api.sentence(said), field: body && body.error.field };
}
