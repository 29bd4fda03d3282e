"""Verbs: follow something, and tell whoever follows it."""

from collections.abc import Iterable

from django.db import transaction

from cms.core.jobs import enqueue
from cms.notifications.models import Following, Frequency, Notice
from cms.users.models import User


def follow(*, user: User, topic: str, number: int, frequency: str = Frequency.DAILY) -> Following:
    """Follow a thing, or change how often one hears of it."""
    following, _created = Following.objects.update_or_create(
        user=user, topic=topic, number=number, defaults={"frequency": frequency}
    )
    return following


def unfollow(*, user: User, topic: str, number: int) -> None:
    """Follow a thing no longer; what has not been mailed yet will not be."""
    Following.objects.filter(user=user, topic=topic, number=number).delete()
    Notice.objects.filter(
        user=user, topic=topic, number=number, mailed_at=None, urgent=False
    ).delete()


def notify(
    *,
    topic: str,
    numbers: Iterable[int],
    event: str,
    about: str,
    title: str,
    path: str,
    text: str = "",
    always: Iterable[User | None] = (),
    besides: User | None = None,
) -> int:
    """Tell the followers of things, in the current transaction; how many are told.

    ``event`` is unique for what happened: nobody is told it twice. ``always`` hear of it at once,
    whether they follow or not; ``besides`` caused it and needs no telling. Words are in the
    language of the thing, since the reader's is known only to the mail.
    """
    numbers = list(numbers)
    with transaction.atomic():
        urgent = {user.pk for user in always if user is not None and user.is_active}
        followers = Following.objects.filter(topic=topic, number__in=numbers, user__is_active=True)
        wanted = dict(followers.values_list("user_id", "frequency"))
        everybody = (urgent | set(wanted)) - {besides.pk if besides else None}
        made = Notice.objects.bulk_create(
            [
                Notice(
                    user_id=pk,
                    topic=topic,
                    number=numbers[0],
                    event=event,
                    about=about,
                    title=title,
                    text=text,
                    path=path,
                    urgent=pk in urgent or wanted.get(pk) == Frequency.NOW,
                )
                for pk in sorted(everybody)
            ],
            ignore_conflicts=True,
        )
        if any(notice.urgent for notice in made):
            enqueue("notifications.send_urgent")
    return len(made)
