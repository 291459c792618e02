"""Frames: a course and a clinic as tables of numbers. Pandas, no database, no screen.

A value that is not there is missing in a frame, and is told as missing; it is never taken for 0.
"""
