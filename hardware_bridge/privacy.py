"""What people have told machines to do, and what they said and did about them.

Erasing takes the person out: the log of commands stays whole, without the name.
"""

from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.privacy import Export, PersonalData, export_of, register
from hardware_bridge import models

NAMED: dict[str, Any] = {"device": _("device"), "group": _("group")}
"""Fields that lead to a thing are given by its name."""


def _signed(
    model: type[Model], by: str, *fields: str, key: str, **words: str | Promise
) -> PersonalData:
    """Rows in which the field ``by`` says who it was; erasing empties it and keeps the row."""
    rows = model._default_manager
    names = {name: word for name, word in NAMED.items() if name in fields}

    def export(user: Any) -> Export:
        return export_of(
            rows.filter(**{by: user}).select_related(*names or (None,)), *fields, **names
        )

    def erase(user: Any) -> None:
        rows.filter(**{by: user}).update(**{by: None})

    return PersonalData(
        key=f"hardware-{key}",
        models=(model._meta.label,),
        export=export,
        erase=erase,
        order=40,
        **words,
    )


register(
    _signed(
        models.Command,
        "requested_by",
        *("device", "channel", "action", "requested_at", "state", "changed_at"),
        key="commands",
        title=_("Commands to devices"),
        purpose=_("So that it can be told who opened or switched what."),
        keeps=_("The log of commands stays as it is, without your name."),
    ),
    _signed(
        models.Override,
        "created_by",
        *("device", "text", "start", "until"),
        key="notices",
        title=_("Notices about devices"),
        purpose=_("So that it can be told who wrote a notice."),
        keeps=_("The notice stays, without your name."),
    ),
    _signed(
        models.Alert,
        "acknowledged_by",
        *("device", "condition", "acknowledged_at"),
        key="alerts",
        title=_("Alerts you acknowledged"),
        purpose=_("So that it can be told who looks after an alert."),
        keeps=_("The alert stays, without your name."),
    ),
    _signed(
        models.LightOverride,
        "created_by",
        *("device", "group", "level_percent", "reason", "start", "until"),
        key="lights",
        title=_("Lights you set by hand"),
        purpose=_("So that it can be told who switched what."),
        keeps=_("What was set stays, without your name."),
    ),
    _signed(
        models.Tour,
        "driver",
        *("date", "state"),
        key="tours",
        title=_("Tours you drove"),
        purpose=_("So that a tour can be given to a driver."),
        keeps=_("The tour stays, without your name."),
    ),
)
