"""Verbs: devices come, and what of them the public may see."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.users.models import User
from hardware_bridge.models import (
    MOST_COMPARTMENTS,
    Compartment,
    Device,
    PublicMeasure,
    UnknownDevice,
)
from hardware_bridge.models.choices import Adapter, Kind
from hardware_bridge.queries.inbox import free_slug, guess, makes


def adopt(*, sender: UnknownDevice, kind: str, by: User) -> Device:
    """Make a device of an unknown sender; it is not public before somebody says so.

    Raises ValidationError with a sentence where it cannot be one.
    """
    found = guess(sender, makes())
    if found.refusal:
        raise ValidationError(found.refusal)
    is_own = sender.adapter == Adapter.OWN
    with transaction.atomic():
        # The bridge may count another message meanwhile, and somebody may press at the same time.
        if not UnknownDevice.objects.select_for_update().filter(pk=sender.pk).exists():
            raise ValidationError(_("Somebody has dealt with it already."))
        # One that is retired and still speaks is unknown to the bridge.
        twins = Device.objects.filter(adapter=sender.adapter, address=sender.address)
        if twin := twins.first():
            text = _("“%(name)s” has this address already.")
            raise ValidationError(text % {"name": twin.name})
        device = Device(
            kind=found.kind if is_own else kind,
            name=found.name,
            slug=found.slug if is_own else free_slug(found.slug),
            adapter=sender.adapter,
            address=sender.address,
            model=found.model,
            installed_on=timezone.localdate(),
            is_public=False,
        )
        device.full_clean()
        device.save()
        log(instance=device, action="wagtail.create", user=by)
        sender.delete()
    return device


def ignore(*, sender: UnknownDevice, is_ignored: bool = True) -> None:
    """Put a sender out of the inbox for good, or back into it."""
    UnknownDevice.objects.filter(pk=sender.pk).update(is_ignored=is_ignored)


def give_compartments(*, device: Device, count: int) -> int:
    """Let a station have compartments 1 to ``count`` at least; how many were missing."""
    if device.kind != Kind.LOCKER or not 0 <= count <= MOST_COMPARTMENTS:
        return 0
    known = set(device.compartments.values_list("number", flat=True))
    missing = [number for number in range(1, count + 1) if number not in known]
    Compartment.objects.bulk_create(Compartment(device=device, number=number) for number in missing)
    return len(missing)


def set_public_measures(*, switches: Mapping[tuple[str, str], bool]) -> None:
    """Say of kinds and measures whether the public may see them; what is not named stays."""
    PublicMeasure.objects.bulk_create(
        [
            PublicMeasure(kind=kind, measure=measure, is_public=is_public)
            for (kind, measure), is_public in switches.items()
        ],
        update_conflicts=True,
        unique_fields=["kind", "measure"],
        update_fields=["is_public"],
    )
