"""Who a patient is, as the record says it now and said it before, and how that is corrected."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.patient.callbacks import callback
from monitor.web.pages.patient.layout import layout

page = Page("patient", "/patients/<patient_id>", say("The patient's record"), layout, callback)
