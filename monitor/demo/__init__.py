"""The invented clinic: eight chairs, people who do not exist, and physiology as published.

Everything goes through the use cases of a real clinic's entries; nothing reaches past them.
"""
