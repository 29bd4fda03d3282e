"""Devices can be found."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from cms.core.search import Draft, Section, Source, register_source
from cms.core.search.registry import ANY_LANGUAGE
from hardware_bridge.models import Device


@register_source
class Devices(Source):
    """Public devices by name and place, which are the same in every language."""

    key = "device"
    model = Device
    fields = frozenset({"name", "place", "group", "is_public", "retired_on"})
    sections = (Section("devices", _("Live values")),)

    def rows(self) -> Iterable[Device]:
        """Devices everybody may see, in batches."""
        return Device.objects.public().select_related("group").iterator(chunk_size=500)

    def draft(self, row: Device) -> Draft | None:
        """Name, place and group."""
        if row.is_retired or not row.is_public:
            return None
        return Draft(
            title=row.name,
            language=ANY_LANGUAGE,
            section="devices",
            introduction=row.place,
            hidden=row.group.name if row.group else "",
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Device.objects.public().filter(pk__in=[int(number) for number in numbers])
        return {str(device.pk): device.get_absolute_url() for device in found}
