"""Ids of the course."""

PATIENT = "course-patient"
BODY = "course-body"
FORM = "course-form"
PLAN = "course-plan-source"
CLOSE = "course-close-source"
ACT = "course-{act}-{planned}"
