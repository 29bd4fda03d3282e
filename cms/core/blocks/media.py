"""Blocks that show pictures, figures and files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

SHOWN = 3


def _pictures() -> list[dict[str, Any]]:
    """The newest pictures of the library with their descriptions, if any."""
    newest = [*get_image_model().objects.order_by("-created_at")[:SHOWN]]
    return [_shown(picture) for picture in newest + [None] * (SHOWN - len(newest))]


def _shown(picture: Any) -> dict[str, Any]:
    words = picture.default_alt_text if picture else "Was auf dem Bild zu sehen ist."
    return {"image": {"image": picture, "alt_text": words, "decorative": False}, "caption": words}


def _documents() -> list[Any]:
    """Documents that are stored nowhere: which of the library's a reader may see, nobody asks."""
    made = get_document_model()
    return [
        made(pk=0, title="Arbeitsplan 2026", file="arbeitsplan.pdf", file_size=240_000),
        made(pk=0, title="Kostenplan 2026", file="kostenplan.ods", file_size=38_000),
    ]


class ImageBlock(WagtailImageBlock):
    """Wagtail's picture with alternative text; Wagtail itself names its chooser in English only."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.child_blocks["image"].label = _("Picture")


class PictureBlock(blocks.StructBlock):
    """A picture with its caption; the alternative text belongs to this place, not to the file."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=300, required=False, label=_("Caption"))

    def get_preview_value(self) -> blocks.StructValue:
        return self.normalize(_pictures()[0])

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with alternative text and caption.")
        template = "blocks/image.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Heading"))
    images = blocks.ListBlock(PictureBlock(), min_num=2, max_num=24, label=_("Pictures"))

    def get_preview_value(self) -> blocks.StructValue:
        return self.normalize({"title": "Eindrücke", "images": _pictures()})

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures side by side.")
        template = "blocks/gallery.html"


class FigureBlock(blocks.StructBlock):
    """One figure and what it counts."""

    value = blocks.CharBlock(max_length=20, label=_("Figure"))
    unit = blocks.CharBlock(max_length=20, required=False, label=_("Unit"))
    label = blocks.CharBlock(max_length=80, label=_("What it counts"))
    note = blocks.CharBlock(max_length=160, required=False, label=_("Note"))

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(blocks.StructBlock):
    """Key figures in a row."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Heading"))
    items = blocks.ListBlock(FigureBlock(), max_num=8, label=_("Figures"))

    class Meta:
        icon = "order"
        label = _("Key figures")
        description = _("Large figures with a short explanation.")
        template = "blocks/figures.html"
        preview_value = {
            "title": "In Zahlen",
            "items": [
                {"value": "100", "unit": "%", "label": "Glasfaser bis ins Haus", "note": ""},
                {"value": "9", "unit": "", "label": "Leuchtturmprojekte", "note": ""},
            ],
        }


class DownloadsBlock(blocks.StructBlock):
    """Documents to download."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Heading"))
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    def get_preview_value(self) -> blocks.StructValue:
        return self.normalize({"title": "Zum Herunterladen", "documents": _documents()})

    class Meta:
        icon = "download"
        label = _("Downloads")
        description = _("Documents with type and size.")
        template = "blocks/downloads.html"
