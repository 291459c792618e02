"""Copying a downtime sheet back into the record, on one screen."""
