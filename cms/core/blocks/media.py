"""Blocks that show pictures, figures and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture with its caption; the alternative text belongs to this place, not to the file."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=300, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with alternative text and caption.")
        template = "blocks/image.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Heading"))
    images = blocks.ListBlock(PictureBlock(), min_num=2, max_num=24, label=_("Pictures"))

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

    class Meta:
        icon = "download"
        label = _("Downloads")
        description = _("Documents with type and size.")
        template = "blocks/downloads.html"
