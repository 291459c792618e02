/* Says to the server how many entries lie unsent on this tablet, so that other screens can say it.
 *
 * Contract: `consider(entries)` after every look at the queue. What has changed is told a few seconds
 * later, so that an entry on its way out says nothing; what stays is told again every 5 min, and what
 * could not be told is tried again. Told is: how many for which session, how many of them wait for
 * somebody's decision, and how old the oldest is; nothing of a patient. Without contact the server
 * keeps what it was told last.
 */
import { cookie, fetchWithin, PROOF_HEADER } from "./send.js";

const TOLD = "monitor-unsent-told";
const SETTLE_MS = 3000, LOOK_MS = 30000, AGAIN_MS = 300000, PATIENCE_MS = 8000;

let look = async () => [];
let planned = null;

/* What is said of these entries; pure. */
export function reportOf(kept, now) {
  const entries = kept.filter((entry) => entry.state !== "asked"); // those are recorded
  const counts = {};
  for (const entry of entries) counts[entry.session] = (counts[entry.session] || 0) + 1;
  const made = entries.map((entry) => Date.parse(entry.made_at)).filter((at) => !Number.isNaN(at));
  return {
    sessions: Object.entries(counts).map(([session, count]) => ({ session, count })),
    asking: entries.filter((entry) => entry.state === "refused").length,
    oldest_seconds: made.length ? Math.max(0, Math.round((now - Math.min(...made)) / 1000)) : 0,
  };
}

const what = ({ sessions, asking }) => JSON.stringify([sessions, asking]);

function lastTold() {
  try {
    return JSON.parse(localStorage.getItem(TOLD) || "null") || { said: what(reportOf([], 0)), at: 0 };
  } catch {
    return { said: what(reportOf([], 0)), at: 0 };
  }
}

function isDue(report, now) {
  const told = lastTold();
  if (what(report) !== told.said) return true;
  return report.sessions.length > 0 && now - told.at >= AGAIN_MS;
}

async function tell() {
  planned = null;
  const { lock } = window.monitor;
  if (lock && lock.isLocked()) return; // nobody is signed in: what was told last stands
  const now = Date.now();
  const report = reportOf(await look(), now);
  if (!isDue(report, now)) return;
  const answer = await fetchWithin("/api/v1/me/unsent", {
    method: "PUT",
    headers: { "Content-Type": "application/json", [PROOF_HEADER]: cookie("monitor_csrf") },
    body: JSON.stringify(report),
  }, PATIENCE_MS);
  if (answer.ok) localStorage.setItem(TOLD, JSON.stringify({ said: what(report), at: now }));
}

export function consider(entries) {
  if (planned !== null || !isDue(reportOf(entries, 0), Date.now())) return;
  planned = setTimeout(() => tell().catch(() => { planned = null; }), SETTLE_MS);
}

export function start(list) {
  look = list;
  setInterval(() => look().then(consider).catch(() => {}), LOOK_MS);
}
