"""The building blocks of every page body."""

from cms.core.blocks.body import BodyBlock
from cms.core.blocks.links import ButtonBlock, CardsBlock

__all__ = ["BodyBlock", "ButtonBlock", "CardsBlock"]
