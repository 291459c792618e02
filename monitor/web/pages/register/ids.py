"""Ids of the register."""

ASKED = "register-asked"
BODY = "register-body"
