"""The watch: who is responsible for which chair, which physician is on duty."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.watch.callbacks import callback
from monitor.web.pages.watch.layout import layout

page = Page("watch", "/watch", say("Watch"), layout, callback)
