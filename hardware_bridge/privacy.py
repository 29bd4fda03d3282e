"""What people have told machines to do, and what they said and did about them.

Erasing takes the person out: the log of commands stays whole, without the name.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core.privacy import Export, PersonalData, export_of, register
from hardware_bridge import models


def _commands(user: Any) -> QuerySet[models.Command]:
    return models.Command.objects.filter(requested_by=user).select_related("device")


def _overrides(user: Any) -> QuerySet[models.Override]:
    return models.Override.objects.filter(created_by=user).select_related("device")


def _light_overrides(user: Any) -> QuerySet[models.LightOverride]:
    return models.LightOverride.objects.filter(created_by=user).select_related("device", "group")


def _alerts(user: Any) -> QuerySet[models.Alert]:
    return models.Alert.objects.filter(acknowledged_by=user).select_related("device")


def _tours(user: Any) -> QuerySet[models.Tour]:
    return models.Tour.objects.filter(driver=user)


def _export_commands(user: Any) -> Export:
    fields = ("device", "channel", "action", "requested_at", "state", "changed_at")
    return export_of(_commands(user), *fields, device=_("device"))


register(
    PersonalData(
        key="hardware-commands",
        title=_("Commands to devices"),
        models=("hardware.Command",),
        purpose=_("So that it can be told who opened or switched what."),
        export=_export_commands,
        erase=lambda user: models.Command.objects.filter(requested_by=user).update(
            requested_by=None
        ),
        keeps=_("The log of commands stays as it is, without your name."),
        order=40,
    ),
    PersonalData(
        key="hardware-notices",
        title=_("Notices about devices"),
        models=("hardware.Override",),
        purpose=_("So that it can be told who wrote a notice."),
        export=lambda user: export_of(
            _overrides(user), "device", "text", "start", "until", device=_("device")
        ),
        erase=lambda user: models.Override.objects.filter(created_by=user).update(created_by=None),
        keeps=_("The notice stays, without your name."),
        order=40,
    ),
    PersonalData(
        key="hardware-alerts",
        title=_("Alerts you acknowledged"),
        models=("hardware.Alert",),
        purpose=_("So that it can be told who looks after an alert."),
        export=lambda user: export_of(
            _alerts(user), "device", "condition", "acknowledged_at", device=_("device")
        ),
        erase=lambda user: models.Alert.objects.filter(acknowledged_by=user).update(
            acknowledged_by=None
        ),
        keeps=_("The alert stays, without your name."),
        order=40,
    ),
    PersonalData(
        key="hardware-lights",
        title=_("Lights you set by hand"),
        models=("hardware.LightOverride",),
        purpose=_("So that it can be told who switched what."),
        export=lambda user: export_of(
            _light_overrides(user),
            *("device", "group", "level_percent", "reason", "start", "until"),
            device=_("device"),
            group=_("group"),
        ),
        erase=lambda user: models.LightOverride.objects.filter(created_by=user).update(
            created_by=None
        ),
        keeps=_("What was set stays, without your name."),
        order=40,
    ),
    PersonalData(
        key="hardware-tours",
        title=_("Tours you drove"),
        models=("hardware.Tour",),
        purpose=_("So that a tour can be given to a driver."),
        export=lambda user: export_of(_tours(user), "date", "state"),
        erase=lambda user: models.Tour.objects.filter(driver=user).update(driver=None),
        keeps=_("The tour stays, without your name."),
        order=40,
    ),
)
