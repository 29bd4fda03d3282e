"""Blocks that lead somewhere else."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from cms.core import kin
from cms.core.blocks.findable import LookBlock
from cms.core.page_cache import frame, tags
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
    """Give every link its target. One query for all that are not remembered."""
    links = list(links)
    found = targets_of({link["page"].pk for link in links if link.get("page")})
    for link in links:
        if page := link.get("page"):
            link.target = found.get(page.pk)
        elif link.get("url"):
            link.target = Target(link["url"])


def targets_of(pks: Collection[int]) -> dict[int, Target | None]:
    """Where links to pages lead: to the page in the reader's language, else as it was chosen.

    A page that is gone or not live is no target. One query for those that are not remembered.
    """
    return frame.keep_each(f"target {get_language()}", pks, _read_targets)


def _read_targets(pks: list[int]) -> dict[int, tuple[Target | None, list[str]]]:
    same = Page.objects.filter(pk__in=pks).values("translation_key")
    pages = Page.objects.filter(translation_key__in=same).select_related("locale")
    versions: dict[Any, list[Page]] = defaultdict(list)
    for page in pages.defer_streamfields():
        versions[page.translation_key].append(page)
    return {
        page.pk: (_target(page, twins), [tags.page_tag(page)])
        for twins in versions.values()
        for page in twins
        if page.pk in pks
    }


def _target(chosen: Page, versions: list[Page]) -> Target | None:
    live = [page for page in versions if page.live]
    own = next((page for page in live if page.locale.language_code == get_language()), None)
    if own:
        return Target(own.url)
    return Target(chosen.url, chosen.locale.language_code) if chosen.live else None


class LinkBlock(blocks.StructBlock):
    """A page of this site or an address elsewhere."""

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("or an address"))

    class Meta:
        abstract = True
        value_class = LinkValue

    def bulk_to_python(self, values: Any) -> list[Any]:
        """Take the pages from memory, which would be asked for once for each list of links."""
        pages = kin.chosen({value["page"] for value in values if value.get("page")})
        bare = [{name: each[name] for name in each if name != "page"} for each in values]
        links = super().bulk_to_python(bare)
        for link, value in zip(links, values, strict=True):
            link["page"] = pages.get(value.get("page"))
        return links

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
    style = LookBlock(
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
    pictogram = LookBlock(choices=PICTOGRAMS, required=False, label=_("Pictogram"))
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
