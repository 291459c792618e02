"""Ids of the board."""

CARDS = "board-cards"
TALLY = "board-tally"
ROOM = "board-room"
ORDER = "board-order"
