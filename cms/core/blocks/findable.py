"""Blocks whose words are found and quoted by the search as people read them.

Migrations know them as Wagtail's own, which they are but for the search.
"""

from typing import Any

from django.utils.encoding import force_str
from wagtail import blocks

from cms.core.search import texts


class ProseBlock(blocks.RichTextBlock):
    """Rich text whose paragraphs and entries of lists end in a stop where they are quoted."""

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Wagtail's, for migrations; blocks made of this one are named as they are."""
        path, arguments, options = super().deconstruct()
        own = type(self) is ProseBlock
        return "wagtail.blocks.RichTextBlock" if own else path, arguments, options

    def get_searchable_content(self, value: Any) -> list[str]:
        """The text without tags."""
        return [texts.sentences(force_str(value.source))] if self.search_index else []


class LookBlock(blocks.ChoiceBlock):
    """A choice of how something looks: nobody reads its name, so nobody finds it."""

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing."""
        return []
