/* A medicine's name as the clinic's list has it, and the class that a name brings along. Pure, but for the reader's language.
 *
 * Contract: `listed(known, typed)` -> the medicine of the list, by its name there or as the reader calls it, or null;
 * `recordedName(known, typed)` -> the name that goes into the record; `classAfter(known, typed, chosen, byName)` ->
 * {chosen, byName}: a name of the list has its class; of any other only the nurse knows it. What was tapped by hand stays.
 * `byName` is the class that the name before has brought, so that another name takes it back.
 */
const called = (name) => window.monitor.language.medicine(name);

export function listed(known, typed) {
  const said = typed.trim().toLowerCase();
  return known.find((one) => [one.name, called(one.name)].some((each) => each.toLowerCase() === said)) || null;
}

export function recordedName(known, typed) {
  const found = listed(known, typed);
  return found ? found.name : typed;
}

export function classAfter(known, typed, chosen, byName) {
  if (chosen && chosen !== byName) return { chosen, byName };
  const found = listed(known, typed);
  const named = found ? found.medication_class : null;
  return { chosen: named, byName: named };
}
