"""The steps that bring an older database up, in order."""
