"""The board: every chair of the room on one screen."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.board.callbacks import callback
from monitor.web.pages.board.layout import layout

page = Page("board", "/", say("Infusion room"), layout, callback)
