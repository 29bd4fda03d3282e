"""The groups that every installation has, and what they are called.

A group's name is a row that everybody reads in the same words and administrators may change. So it
is given in the site's own language, once, by a migration; the code names groups in English.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

EDITORS = "Editors"
MODERATORS = "Moderators"
LEADS = "Project leads"
ADMINISTRATORS = "Administrators"

NAMES = {
    EDITORS: _("Editors"),
    MODERATORS: _("Moderators"),
    LEADS: _("Project leads"),
    ADMINISTRATORS: _("Administrators"),
}
WORKFLOW = _("Moderators approval")
ROOT = _("All languages")
"""What the page above the home pages is called."""


def name_of(role: str) -> str:
    """What the group of a role is called on this site."""
    with override(settings.LANGUAGE_CODE):
        return str(NAMES[role])


def group_of(role: str) -> Group:
    """The group of a role. Raises DoesNotExist where an administrator has renamed it."""
    return Group.objects.get(name=name_of(role))
