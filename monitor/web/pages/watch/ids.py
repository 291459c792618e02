"""Ids of the screen of the watch."""

CHAIRS = "watch-chairs"
CHOSEN = "watch-chosen"
TAKE = "watch-take"
RELEASE = "watch-release"
CHAIRS_SAID = "watch-chairs-said"

DUTY = "watch-duty"
PHYSICIAN = "watch-physician"
PHONE = "watch-phone"
HOURS = "watch-hours"
SET = "watch-set"
DUTY_SAID = "watch-duty-said"
