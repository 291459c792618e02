"""The back-test: a protocol with other numbers, tried on every session that is over."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.back_test.callbacks import callback
from monitor.web.pages.back_test.layout import layout

page = Page("back_test", "/back-test", say("Back-test"), layout, callback)
