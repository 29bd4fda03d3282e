"""What every verb of the culture section rests on."""

from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.rows import locked, note
from participation.culture.models import CultureSettings, Institution

__all__ = ["NotAllowedError", "locked", "note", "settings", "taking_part"]


class NotAllowedError(Exception):
    """Something that does not fit the state of things; its text is a sentence for people."""


def settings() -> CultureSettings:
    """What the city has decided about its culture section."""
    return CultureSettings.for_site(Site.objects.get(is_default_site=True))


def taking_part(institution: Institution) -> Institution:
    """The institution, locked. NotAllowedError unless it is verified."""
    institution = locked(institution)
    if not institution.is_verified:
        raise NotAllowedError(_("Only a verified institution can do that."))
    return institution
