"""Downtime sheets: paper for the time without screens, one open session a sheet."""
