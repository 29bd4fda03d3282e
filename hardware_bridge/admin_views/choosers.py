"""Dialogues in which editors choose devices and groups."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

from hardware_bridge.models import Device, DeviceGroup

CHOOSERS = {
    "device": ChooserViewSet(
        "hardware_device_chooser",
        model=Device,
        icon="site",
        choose_one_text=_("Choose a device"),
        choose_another_text=_("Choose another device"),
        register_widget=False,
    ),
    "devicegroup": ChooserViewSet(
        "hardware_group_chooser",
        model=DeviceGroup,
        icon="list-ul",
        choose_one_text=_("Choose a group"),
        choose_another_text=_("Choose another group"),
        register_widget=False,
    ),
}
