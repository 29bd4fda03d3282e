"""The words the programme sorts itself by; source: the draft strategy of 16 May 2022."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a project is to the programme."""

    LIGHTHOUSE = "lighthouse", _("Lighthouse project")
    PROJECT = "project", _("Project")


class Stage(models.TextChoices):
    """How far a project has come, in this order; ``stopped`` can follow any other."""

    IDEA = "idea", _("Idea")
    CONCEPT = "concept", _("Concept")
    APPROVED = "approved", pgettext_lazy("stage of a project", "Approved")
    IMPLEMENTATION = "implementation", _("Implementation")
    OPERATION = "operation", _("Operation")
    COMPLETED = "completed", _("Completed")
    STOPPED = "stopped", _("Stopped")


STAGE_LABELS = dict(Stage.choices)


class PermitState(models.TextChoices):
    """Where a permit stands with the authority."""

    NEEDED = "needed", _("Needed")
    REQUESTED = "requested", _("Requested")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Answer(models.TextChoices):
    """A yes-or-no question that may still be open."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    OPEN = "open", _("Open")


class CarrierKey(models.TextChoices):
    """Who carries a project."""

    CITY = "city", _("City")
    STADTWERKE = "stadtwerke", _("Stadtwerke")
    PARTNER = "partner", _("Further partners")


class Quarter(models.IntegerChoices):
    """A quarter of a year."""

    Q1 = 1, _("1st quarter")
    Q2 = 2, _("2nd quarter")
    Q3 = 3, _("3rd quarter")
    Q4 = 4, _("4th quarter")
