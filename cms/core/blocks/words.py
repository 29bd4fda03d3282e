"""Blocks that carry words."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.rich_text import RichText
from wagtail_localize.segments import StringSegmentValue

from cms.core.blocks.findable import LookBlock, ProseBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
PHRASE_FEATURES = ["bold", "italic", "link"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level; the page's title is the only first."""

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Divides the page into sections.")
        template = "blocks/heading.html"
        preview_value = "Wie die Schließfächer funktionieren"


class TextBlock(ProseBlock):
    """Running text with lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    def get_preview_value(self) -> RichText:
        return RichText("<p>Jede Idee zählt. <b>Ohne Anmeldeschluss</b> und zu jedem Thema.</p>")

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/text.html"


class QuoteBlock(blocks.StructBlock):
    """A sentence somebody said."""

    text = blocks.TextBlock(max_length=500, label=_("Quote"))
    attribution = blocks.CharBlock(max_length=120, required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("A statement with the role of the person who made it.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Wir fangen klein an und lernen im Betrieb.",
            "attribution": "Programmleitung Stadt",
        }


class NoticeBlock(blocks.StructBlock):
    """Something readers must not miss."""

    kind = LookBlock(
        choices=[("info", _("Information")), ("success", _("Success")), ("warning", _("Warning"))],
        default="info",
        label=_("Kind"),
    )
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = ProseBlock(features=PHRASE_FEATURES, label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Notice")
        description = _("A highlighted message.")
        template = "blocks/notice.html"
        preview_value = {
            "kind": "info",
            "title": "Wartung am Dienstag",
            "text": "<p>Die Schließfächer sind von 8 bis 10 Uhr nicht nutzbar.</p>",
        }


class AccordionItemBlock(blocks.StructBlock):
    """A question that opens to its answer."""

    title = blocks.CharBlock(max_length=160, label=_("Question or title"))
    text = ProseBlock(features=TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "help"
        label = _("Entry")


class AccordionBlock(blocks.StructBlock):
    """Questions and answers."""

    items = blocks.ListBlock(AccordionItemBlock(), label=_("Entries"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Entries that open one by one.")
        template = "blocks/accordion.html"
        preview_value = {
            "items": [{"title": "Was kostet das?", "text": "<p>Nichts.</p>"}],
        }


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(max_length=600, label=_("Text"))

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    """A sequence of steps."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Heading"))
    items = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("A numbered sequence.")
        template = "blocks/steps.html"
        preview_value = {
            "title": "So geht es",
            "items": [
                {"title": "Idee einreichen", "text": "Ein Satz genügt."},
                {"title": "Schärfen", "text": "In der Werkstatt wird sie konkret."},
            ],
        }


class ExplainedWordBlock(blocks.StructBlock):
    """A hard word and what it means."""

    word = blocks.CharBlock(max_length=80, label=_("Word"))
    explanation = blocks.TextBlock(max_length=400, label=_("Explanation"))

    class Meta:
        icon = "help"
        label = _("Word")


class ExplainedWordsBlock(blocks.StructBlock):
    """Hard words explained, as easy language asks for."""

    items = blocks.ListBlock(ExplainedWordBlock(), label=_("Words"))

    class Meta:
        icon = "help"
        label = _("Explained words")
        description = _("Hard words and what they mean.")
        template = "blocks/explained_words.html"
        preview_value = {
            "items": [{"word": "Sensor", "explanation": "Ein Sensor ist ein kleines Mess-Gerät."}]
        }


class TranslatableTableBlock(TypedTableBlock):
    """A table whose headings and cells wagtail-localize offers for translation."""

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Every heading and cell with text, by its place: ``h0`` or ``r1c0``."""
        texts = {f"h{number}": column["heading"] for number, column in enumerate(value.columns)}
        for row_number, row in enumerate(value.row_data):
            texts |= {f"r{row_number}c{n}": text for n, text in enumerate(row["values"])}
        return [StringSegmentValue(place, text) for place, text in texts.items() if text]

    def restore_translated_segments(
        self, value: TypedTable, segments: list[StringSegmentValue]
    ) -> TypedTable:
        """Put translated texts back into their places."""
        for segment in segments:
            kind, place = segment.path[0], segment.path[1:]
            if kind == "h":
                value.columns[int(place)]["heading"] = segment.render_text()
            else:
                row, column = place.split("c")
                value.row_data[int(row)]["values"][int(column)] = segment.render_text()
        return value


class TableBlock(blocks.StructBlock):
    """A table with a caption and a heading row."""

    caption = blocks.CharBlock(max_length=200, label=_("Caption"))
    table = TranslatableTableBlock([("text", blocks.CharBlock(required=False))], label=_("Table"))

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with a caption.")
        template = "blocks/table.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "caption": "Wer was bezahlt",
            "table": {
                "columns": [
                    {"type": "text", "heading": heading}
                    for heading in ("Jahr", "Stadt", "Stadtwerke")
                ],
                "rows": [
                    {"values": ["2022", "0 Euro", "90.000 Euro"]},
                    {"values": ["2023", "330.000 Euro", "320.000 Euro"]},
                ],
            },
        }
