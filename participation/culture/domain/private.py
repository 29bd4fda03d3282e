"""Verbs about private calendars: make one, change its address, give it up."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.culture.domain.rules import NotAllowedError, note
from participation.culture.models import PrivateFeed
from participation.culture.models.resources import new_key

MOST = 10


def make(*, user: User, **values: Any) -> PrivateFeed:
    """A new one under an address that nobody can guess. NotAllowedError past a number."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if PrivateFeed.objects.filter(user=user).count() >= MOST:
            raise NotAllowedError(_("You have ten private calendars already."))
        return PrivateFeed.objects.create(user=user, **values)


def renew(*, feed: PrivateFeed) -> PrivateFeed:
    """Another address; the old one leads nowhere from now on."""
    note(feed, key=new_key(), read_at=None)
    return feed


def revoke(*, feed: PrivateFeed) -> None:
    """Let its address lead nowhere."""
    feed.delete()
