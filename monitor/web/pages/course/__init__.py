"""A patient's course: what has been, what comes next, and what was moved or missed."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.course.callbacks import callback
from monitor.web.pages.course.layout import layout

page = Page("course", "/patients/<patient_id>/course", say("Course"), layout, callback)
