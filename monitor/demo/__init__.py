"""The invented clinic: eight chairs, people who do not exist, and physiology as published.

Everything goes through the use cases of a real clinic's entries; nothing reaches past them.
"""

from __future__ import annotations

from monitor.demo.clinic import read_clinic
from monitor.demo.running import run
from monitor.demo.seeding import DEFAULT_SEED, seed

__all__ = ["DEFAULT_SEED", "read_clinic", "run", "seed"]
