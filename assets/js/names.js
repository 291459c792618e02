/* The names of side effects, red flags, emergencies and alerts: the server's, out of the document itself.
 *
 * Contract: an ES module. `names` has tables of code -> name in the order of asking: asked_always,
 * read_from_signs, asked_if_felt, red_flags, emergencies, alerts. `effects` is all side effects.
 * `inSentence(name)` begins it small; `effectName(code)`, `flagName(code)` are such names, `lookUp(table, code)`
 * the name as it begins a line; a code that is not known is said as it is.
 */
const TABLES = ["asked_always", "read_from_signs", "asked_if_felt", "red_flags", "emergencies", "alerts"];
const block = document.querySelector("[data-names]");

export const names = { ...Object.fromEntries(TABLES.map((table) => [table, {}])), ...(block ? JSON.parse(block.textContent) : {}) };
export const effects = { ...names.asked_always, ...names.read_from_signs, ...names.asked_if_felt };

export const inSentence = (name) => name.charAt(0).toLowerCase() + name.slice(1);
export const lookUp = (table, code) => table[code] || window.monitor.word(code);
export const effectName = (code) => inSentence(lookUp(effects, code));
export const flagName = (code) => inSentence(lookUp(names.red_flags, code));
