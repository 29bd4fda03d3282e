"""Blocks that lead somewhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from cms.core.pictograms import PICTOGRAMS


@dataclass(frozen=True)
class Target:
    """Where a link leads; ``language`` is empty unless it is not the reader's."""

    href: str
    language: str = ""

    @property
    def label(self) -> str:
        """The name of the language."""
        return settings.LANGUAGE_LABELS.get(self.language, "")


class LinkValue(blocks.StructValue):
    """Knows where the link leads once its block has looked that up."""

    target: Target | None = None


def find_targets(links: Iterable[LinkValue]) -> None:
    """Give every link its target: the page in the reader's language, else as it was chosen.

    A page that is gone or not live is no target. One query for all links, none without pages.
    """
    links = list(links)
    keys = {link["page"].translation_key for link in links if link.get("page")}
    versions: dict[Any, list[Page]] = {}
    if keys:
        live = Page.objects.live().filter(translation_key__in=keys).defer_streamfields()
        for page in live.select_related("locale"):
            versions.setdefault(page.translation_key, []).append(page)
    for link in links:
        if page := link.get("page"):
            link.target = _target(page, versions.get(page.translation_key, []))
        elif link.get("url"):
            link.target = Target(link["url"])


def _target(chosen: Page, versions: list[Page]) -> Target | None:
    own = next((page for page in versions if page.locale.language_code == get_language()), None)
    if own:
        return Target(own.url)
    other = next((page for page in versions if page.pk == chosen.pk), None)
    return Target(other.url, other.locale.language_code) if other else None


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

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Look up where the button leads."""
        find_targets([value])
        return super().get_context(value, parent_context)


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

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Look up where all cards lead."""
        find_targets(value["items"])
        return super().get_context(value, parent_context)

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
