"""Main menu and footer, one pair for each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.core.models.languages import OncePerLanguage


class MenuEntryBlock(blocks.StructBlock):
    """A page in the main menu, with the pages that open below it."""

    page = blocks.PageChooserBlock(label=_("Page"))
    children = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Page")), required=False, label=_("Pages below")
    )

    class Meta:
        icon = "list-ul"
        label = _("Menu entry")


class FooterColumnBlock(blocks.StructBlock):
    """A column of the footer: a heading and the pages below it."""

    heading = blocks.CharBlock(max_length=40, label=_("Heading"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"))

    class Meta:
        icon = "list-ul"
        label = _("Column")


class Menu(OncePerLanguage):
    """Claim and menus of one language. A language without its own borrows none."""

    claim = models.CharField(
        _("claim"),
        max_length=120,
        blank=True,
        help_text=_("Stands above the header of every page."),
    )
    main = StreamField(
        [("entry", MenuEntryBlock())], verbose_name=_("main menu"), blank=True, max_num=7
    )
    footer = StreamField(
        [("column", FooterColumnBlock())], verbose_name=_("footer"), blank=True, max_num=4
    )

    frames_pages = True

    panels = [FieldPanel("claim"), FieldPanel("main"), FieldPanel("footer")]

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [
            models.UniqueConstraint(fields=["locale"], name="one_menu_per_language"),
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="unique_menu_translation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.locale)
