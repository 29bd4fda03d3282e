"""Blocks that lead somewhere else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.languages import localized
from cms.core.pictograms import PICTOGRAMS


class LinkValue(blocks.StructValue):
    """Knows where the link leads."""

    @property
    def href(self) -> str:
        """Address of the chosen page, else the address typed in, else an empty string."""
        page = self.get("page")
        if page is not None:
            return localized(page).url or ""
        return self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """A page of this site or an address elsewhere."""

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("or an address"))

    class Meta:
        abstract = True
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        """Refuse a link with both targets or none."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            error = ValidationError(_("Choose a page or type an address, one of the two."))
            raise StructBlockValidationError(block_errors={"page": error})
        return cleaned


class ButtonBlock(LinkBlock):
    """A button."""

    label = blocks.CharBlock(max_length=60, label=_("Label"))
    style = blocks.ChoiceBlock(
        choices=[("primary", _("Filled")), ("secondary", _("Outlined"))],
        default="primary",
        label=_("Look"),
    )

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("Leads to a page or an address.")
        template = "blocks/button.html"
        preview_value = {
            "label": "Mitmachen",
            "style": "primary",
            "page": None,
            "url": "https://example.org/",
        }


class CardBlock(LinkBlock):
    """A card that leads somewhere."""

    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.TextBlock(max_length=300, label=_("Text"))
    pictogram = blocks.ChoiceBlock(choices=PICTOGRAMS, required=False, label=_("Pictogram"))
    label = blocks.CharBlock(max_length=60, required=False, label=_("Label of the link"))

    class Meta:
        icon = "doc-empty"
        label = _("Card")


class CardsBlock(blocks.StructBlock):
    """Cards side by side."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Heading"))
    items = blocks.ListBlock(CardBlock(), max_num=12, label=_("Cards"))

    class Meta:
        icon = "grip"
        label = _("Cards")
        description = _("Ways on from here, each with a pictogram.")
        template = "blocks/cards.html"
        preview_value = {
            "title": "So können Sie mitmachen",
            "items": [
                {
                    "title": "Idee einreichen",
                    "text": "Ein Satz genügt für den Anfang.",
                    "pictogram": "idea",
                    "page": None,
                    "url": "https://example.org/",
                    "label": "Zu den Ideen",
                }
            ],
        }
