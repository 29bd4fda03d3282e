"""Verbs: follow something, tell whoever follows it, and mail what is to be told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.core.jobs import enqueue
from cms.notifications import mails, topics
from cms.notifications.models import Following, Frequency, Notice, NoticeQuerySet
from cms.users.models import User


def follow(*, user: User, topic: str, number: int, frequency: str = "") -> Following:
    """Follow a thing, or change how often one hears of it.

    Without a frequency, who follows already keeps theirs and others get the default.
    """
    with transaction.atomic():
        following, created = Following.objects.get_or_create(
            user=user,
            topic=topic,
            number=number,
            defaults={"frequency": frequency or Frequency.DAILY},
        )
        if frequency and not created:
            kin = topics.kin(topic, number)
            Following.objects.filter(user=user, topic=topic, number__in=kin).update(
                frequency=frequency
            )
            _to_be_left(user).of(topic, kin).update(frequency=frequency)
            following.frequency = frequency
    return following


def copy_followings(
    *, topic: str, sources: Iterable[int], targets: Iterable[int], to: str = ""
) -> None:
    """Have whoever follows one of the sources follow the targets too, as often.

    ``to`` is the topic of the targets, where it is another one.
    """
    wanted = _wanted(topic, list(sources))
    Following.objects.bulk_create(
        [
            Following(user_id=user, topic=to or topic, number=number, frequency=frequency)
            for number in targets
            for user, frequency in wanted.items()
        ],
        ignore_conflicts=True,
    )


def unfollow(*, user: User, topic: str, number: int) -> None:
    """Follow a thing and its kin no longer; what has not been mailed yet will not be."""
    kin = topics.kin(topic, number)
    with transaction.atomic():
        Following.objects.filter(user=user, topic=topic, number__in=kin).delete()
        _to_be_left(user).of(topic, kin).delete()


def unfollow_everything(*, user: User) -> None:
    """Follow nothing any more."""
    with transaction.atomic():
        Following.objects.filter(user=user).delete()
        _to_be_left(user).delete()


def _to_be_left(user: User) -> NoticeQuerySet:
    """Notices that somebody can decide not to get."""
    return Notice.objects.waiting().filter(user=user, in_any_case=False)


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
        in_any_case = {user.pk for user in always if user is not None and user.is_active}
        wanted = _wanted(topic, numbers) | dict.fromkeys(in_any_case, Frequency.NOW.value)
        if besides is not None:
            wanted.pop(besides.pk, None)
        Notice.objects.bulk_create(
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
                    frequency=frequency,
                    in_any_case=pk in in_any_case,
                )
                for pk, frequency in sorted(wanted.items())
            ],
            ignore_conflicts=True,
        )
        if Frequency.NOW in wanted.values():
            enqueue("notifications.send_due")
    return len(wanted)


def _wanted(topic: str, numbers: list[int]) -> dict[int, str]:
    """How often each follower of one of the things wants to hear; who follows several, the most
    often of them."""
    rows = Following.objects.filter(topic=topic, number__in=numbers, user__is_active=True)
    order = Frequency.values
    pairs = sorted(rows.values_list("user_id", "frequency"), key=lambda row: -order.index(row[1]))
    return dict(pairs)


def mail_due_notices(*, user: User, now: datetime) -> bool:
    """Mail somebody all that is due, in one mail; False if that is nothing.

    The mail and the note that it was told are one commit. Rows that another worker holds are its.
    """
    with transaction.atomic():
        due = Notice.objects.due(now).filter(user=user).order_by("created_at", "pk")
        notices = list(due.select_for_update(skip_locked=True))
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
        return bool(user.is_active and notices and mails.send_notices(user, notices))


def forget_old_notices() -> int:
    """Delete notices whose retention time is over; their number."""
    limit = timezone.now() - timedelta(days=settings.NOTICE_RETENTION_DAYS)
    return Notice.objects.filter(mailed_at__lt=limit).delete()[0]
