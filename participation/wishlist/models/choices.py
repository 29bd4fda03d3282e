"""The words that institutions and wishes sort themselves by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LegalForm(models.TextChoices):
    """What an institution is before the law."""

    ASSOCIATION = "association", _("Registered association (e. V.)")
    COMPANY = "company", _("Non-profit company (gGmbH, gUG)")
    FOUNDATION = "foundation", _("Foundation")
    COOPERATIVE = "cooperative", _("Cooperative (eG)")
    CHURCH = "church", _("Church or religious community")
    PUBLIC = "public", _("Public body")


class TaxStatus(models.TextChoices):
    """On what the exemption from tax rests, which decides how long receipts may be issued.

    Source: AO § 63 (5): five years after a notice of exemption, three after a determination.
    """

    NOTICE = "notice", _("Notice of exemption or annex to the corporation tax assessment")
    DETERMINATION = "determination", _("Determination under § 60a AO")
    PUBLIC = "public", _("Public body, exempt by law")
    NONE = "none", _("Not exempt from tax")


class InstitutionState(models.TextChoices):
    """How far the office has come with an institution."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the e-mail to be confirmed")
    APPLIED = "applied", _("Waiting for the office")
    VERIFIED = "verified", _("Verified")
    DECLINED = "declined", _("Declined")
    SUSPENDED = "suspended", _("Suspended")


class Role(models.TextChoices):
    """What somebody may do for an institution; each may do what the one after it may."""

    OWNER = "owner", _("Owner: members, bank account and everything else")
    EDITOR = "editor", _("Editor: wishes, updates and pledges")
    VIEWER = "viewer", _("Viewer: sees everything, changes nothing")


class Cause(models.TextChoices):
    """Whom or what a wish is good for; after the purposes that AO § 52 (2) calls charitable."""

    CHILDREN = "children", _("Children and young people")
    OLD_AGE = "old_age", _("Older people")
    INCLUSION = "inclusion", _("Inclusion")
    HARDSHIP = "hardship", _("Help in hardship")
    HEALTH = "health", _("Health and care")
    ARRIVING = "arriving", _("Arriving and living together")
    EDUCATION = "education", _("Education")
    CULTURE = "culture", _("Culture")
    SPORT = "sport", _("Sport")
    NATURE = "nature", _("Nature and animals")


class Kind(models.TextChoices):
    """How one can help with a wish."""

    MONEY = "money", pgettext_lazy("kind of help", "Money")
    THING = "thing", pgettext_lazy("kind of help", "Things")
    TIME = "time", pgettext_lazy("kind of help", "Time")


class UpdateKind(models.TextChoices):
    """What an institution tells of a wish."""

    NEWS = "news", pgettext_lazy("kind of update", "News")
    SPENT = "spent", _("What the money was spent on")
    REPORT = "report", _("Final report")


class UpdateState(models.TextChoices):
    """Whether an update is shown."""

    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", pgettext_lazy("update", "Hidden by the office")


class Country(models.TextChoices):
    """Where donors live who want a receipt; by ISO 3166-1."""

    GERMANY = "DE", _("Germany")
    AUSTRIA = "AT", _("Austria")
    SWITZERLAND = "CH", _("Switzerland")
    DENMARK = "DK", _("Denmark")
    NETHERLANDS = "NL", _("Netherlands")
    POLAND = "PL", _("Poland")
    FRANCE = "FR", _("France")
    BELGIUM = "BE", _("Belgium")
    LUXEMBOURG = "LU", _("Luxembourg")
    SWEDEN = "SE", _("Sweden")
