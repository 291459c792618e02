"""Ids of the board."""

CARDS = "board-cards"
TALLY = "board-tally"
ROOM = "board-room"
UNSENT = "board-unsent"
ORDER = "board-order"
