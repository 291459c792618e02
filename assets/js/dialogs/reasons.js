/* Why something was not measured, as it is chosen: `REASONS`, pairs of code and words. */
const { t } = window.monitor;

export const REASONS = [
  ["refused", t("Refused")], ["asleep", t("Asleep, resting")], ["not_possible", t("No clear signal")], ["equipment", t("Equipment")], ["other", t("Other")],
];
