"""Devices and groups as editors choose them in a block."""

from functools import cached_property
from typing import Any

from django.apps import apps
from wagtail.blocks import ChooserBlock


class _HardwareChooserBlock(ChooserBlock):
    """A chooser whose model is named, since models of pages are made of blocks."""

    model_name: str

    @cached_property
    def target_model(self) -> Any:
        """The model, once all are loaded."""
        return apps.get_model("hardware", self.model_name)

    @cached_property
    def widget(self) -> Any:
        """The dialogue of the admin."""
        from hardware_bridge.admin_views.choosers import CHOOSERS

        return CHOOSERS[self.model_name].widget_class()


class DeviceChooserBlock(_HardwareChooserBlock):
    """A device."""

    model_name = "device"

    class Meta:
        icon = "site"


class GroupChooserBlock(_HardwareChooserBlock):
    """A group of devices."""

    model_name = "devicegroup"

    class Meta:
        icon = "list-ul"
