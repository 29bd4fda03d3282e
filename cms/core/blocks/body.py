"""The body of a page: the order in which editors find the blocks."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.core.blocks import links, media, words


class ContactBlock(blocks.StructBlock):
    """Whom to ask."""

    contact = SnippetChooserBlock("core.Contact", label=_("Contact"))

    def get_preview_value(self) -> blocks.StructValue:
        sample = apps.get_model("core.Contact")
        return self.normalize(
            {
                "contact": sample(
                    role="Programmleitung",
                    organisation="Stadtverwaltung",
                    email="programmleitung@example.org",
                )
            }
        )

    class Meta:
        icon = "user"
        label = _("Contact")
        description = _("A role with its address.")
        template = "blocks/contact.html"


class BodyBlock(blocks.StreamBlock):
    """Everything an editor may put on a page."""

    heading = words.HeadingBlock()
    text = words.TextBlock()
    image = media.PictureBlock()
    gallery = media.GalleryBlock()
    quote = words.QuoteBlock()
    notice = words.NoticeBlock()
    accordion = words.AccordionBlock()
    figures = media.FiguresBlock()
    steps = words.StepsBlock()
    cards = links.CardsBlock()
    button = links.ButtonBlock()
    downloads = media.DownloadsBlock()
    table = words.TableBlock()
    contact = ContactBlock()
    explained_words = words.ExplainedWordsBlock()
