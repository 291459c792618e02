/* What several dialogs and the copied sheet let choose from: the grades, and the routes of a dose.
 *
 * Contract: `GRADES` are the codes from none up; `isGrade(value)` for a side effect that is felt; `DOSE_ROUTES()` the routes of a
 * dose that is no infusion, as [code, words].
 */
const { t } = window.monitor;

export const GRADES = ["none", "mild", "moderate", "severe"];
export const isGrade = (value) => value !== GRADES[0] && GRADES.includes(value);
export const DOSE_ROUTES = () => [["im", t("Intramuscular")], ["sublingual", t("Sublingual")], ["intranasal", t("Nasal")]];
