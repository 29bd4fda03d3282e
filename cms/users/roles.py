"""The groups that an installation has, and what they are called.

A group's name is a row that everybody reads in the same words and administrators may change. Code
and migrations name groups in English; once migrations have run, the groups get names in the site's
own language.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import GroupCollectionPermission, GroupPagePermission

EDITORS = "Editors"
MODERATORS = "Moderators"
LEADS = "Project leads"
ADMINISTRATORS = "Administrators"

NAMES: dict[str, Any] = {
    EDITORS: _("Editors"),
    MODERATORS: _("Moderators"),
    LEADS: _("Project leads"),
    ADMINISTRATORS: _("Administrators"),
}
"""Every role with its name; the apps above add theirs."""
WORKFLOW = _("Moderators approval")
ROOT = _("All languages")
"""What the page above the home pages is called."""


def name_of(role: str) -> str:
    """What the group of a role is called on this site."""
    with override(settings.LANGUAGE_CODE):
        return str(NAMES.get(role, role))


def group_of(role: str) -> Group:
    """The group of a role. Raises DoesNotExist where an administrator has renamed it."""
    return Group.objects.get(name=name_of(role))


def name_groups(**_signal: Any) -> None:
    """Give groups that migrations have made the names of the site's language.

    A later migration may have made a group of the English name anew: what it may do goes over to
    the one that people are in.
    """
    for role in NAMES:
        made = Group.objects.filter(name=role).exclude(name=name_of(role)).first()
        if made is None:
            continue
        known = Group.objects.filter(name=name_of(role)).first()
        if known is None:
            made.name = name_of(role)
            made.save(update_fields=["name"])
        else:
            _hand_over(made, known)


def _hand_over(made: Group, known: Group) -> None:
    known.permissions.add(*made.permissions.all())
    for model, place in ((GroupPagePermission, "page"), (GroupCollectionPermission, "collection")):
        for right in model._default_manager.filter(group=made):
            same = {place: getattr(right, place), "permission": right.permission}
            model._default_manager.get_or_create(group=known, **same)
    made.delete()
