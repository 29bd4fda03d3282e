"""A payment provider in memory, for tests and for trying things out without any account.

It keeps its own books, repeats answers for a repeated idempotency key, can fail before or after it
did what was asked, and lets a test play the donors and their banks.
"""

from crowdfunding_lite.testing.bank import Bank
from crowdfunding_lite.testing.provider import MemoryProvider
from crowdfunding_lite.testing.town import ACTIONS, Town

__all__ = ["ACTIONS", "Bank", "MemoryProvider", "Town"]
