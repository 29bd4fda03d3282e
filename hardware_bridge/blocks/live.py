"""The blocks of a status page.

None of them knows a query: each template asks a tag of ``live_tags``, which takes the devices from
what the page has read at once (``queries/board.py``).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.blocks import BodyBlock
from cms.core.blocks.findable import LookBlock, ProseBlock
from cms.core.blocks.words import PHRASE_FEATURES
from hardware_bridge.blocks.choosers import DeviceChooserBlock, GroupChooserBlock
from hardware_bridge.models.measures import COUNTED_CHOICES, DRAWN_CHOICES

SPANS = [("day", _("24 hours")), ("week", _("7 days")), ("quarter", _("90 days"))]
COMPARISONS = [("above", _("at least")), ("below", _("at most"))]


class DeviceBlock(blocks.StructBlock):
    """A device with its values."""

    device = DeviceChooserBlock(label=_("Device"))

    class Meta:
        icon = "site"
        label = _("Device")
        description = _("A device with its current values.")
        template = "blocks/live_device.html"
        preview_template = "blocks/live_preview.html"


class GroupTableBlock(blocks.StructBlock):
    """All devices of a group."""

    title = blocks.CharBlock(max_length=120, label=_("Heading"))
    group = GroupChooserBlock(label=_("Group"))

    class Meta:
        icon = "table"
        label = _("Table of a group")
        description = _("All devices of a group with their current values, one a row.")
        template = "blocks/live_group.html"
        preview_template = "blocks/live_preview.html"


class MapListBlock(blocks.StructBlock):
    """Where the devices of a group stand."""

    title = blocks.CharBlock(max_length=120, label=_("Heading"))
    group = GroupChooserBlock(label=_("Group"))

    class Meta:
        icon = "view"
        label = _("Map and list")
        description = _("Where the devices of a group stand: drawing and list.")
        template = "blocks/live_map.html"
        preview_template = "blocks/live_preview.html"


class ChartBlock(blocks.StructBlock):
    """How a measure has changed."""

    title = blocks.CharBlock(max_length=120, label=_("Heading"))
    device = DeviceChooserBlock(required=False, label=_("Device"))
    group = GroupChooserBlock(required=False, label=_("or all devices of a group"))
    measure = LookBlock(choices=DRAWN_CHOICES, label=_("Measure"))
    span = LookBlock(choices=SPANS, default="week", label=_("Span of time"))

    class Meta:
        icon = "history"
        label = _("Chart")
        description = _("How a measure has changed, as a drawing and a table.")
        template = "blocks/live_chart.html"
        preview_template = "blocks/live_preview.html"

    def clean(self, value: Any) -> Any:
        """Refuse a chart of nothing, or of two things."""
        cleaned = super().clean(value)
        if bool(cleaned.get("device")) == bool(cleaned.get("group")):
            error = ValidationError(_("Choose a device or a group, one of the two."))
            raise StructBlockValidationError(block_errors={"device": error})
        return cleaned


class LiveFigureBlock(blocks.StructBlock):
    """How many of a group: "14 of 40 above 80 %"."""

    label = blocks.CharBlock(max_length=120, label=_("What it counts"))
    group = GroupChooserBlock(label=_("Group"))
    measure = LookBlock(choices=COUNTED_CHOICES, label=_("Measure"))
    comparison = LookBlock(choices=COMPARISONS, default="above", label=_("Counts when"))
    limit = blocks.FloatBlock(
        label=_("Limit"), help_text=_("1 for yes and 0 for no where the measure is no number.")
    )

    class Meta:
        icon = "order"
        label = _("Live figure")
        description = _("How many devices of a group are above or below a limit.")
        template = "blocks/live_figure.html"
        preview_template = "blocks/live_preview.html"


class OutageBlock(blocks.StructBlock):
    """What does not work, until when."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = ProseBlock(features=PHRASE_FEATURES, label=_("Text"))
    until = blocks.DateTimeBlock(
        required=False, label=_("Shown until"), help_text=_("Empty: until you take it away.")
    )

    class Meta:
        icon = "warning"
        label = _("Outage notice")
        description = _("What does not work now. It disappears by itself at its end.")
        template = "blocks/live_outage.html"
        preview_value = {
            "title": "Station am Rathaus außer Betrieb",
            "text": "<p>Die Reparatur ist für Dienstag geplant.</p>",
            "until": None,
        }


class LiveBodyBlock(BodyBlock):
    """Everything an editor may put on a status page."""

    live_device = DeviceBlock(group=_("Live"))
    live_group = GroupTableBlock(group=_("Live"))
    live_map = MapListBlock(group=_("Live"))
    live_chart = ChartBlock(group=_("Live"))
    live_figure = LiveFigureBlock(group=_("Live"))
    live_outage = OutageBlock(group=_("Live"))
