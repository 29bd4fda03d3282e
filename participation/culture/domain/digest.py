"""Verbs about what members want to hear of: new posts and what is said in their groups."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.letters import Letter, send
from cms.notifications.models import MONDAY, last_digest
from cms.users.models import User
from participation.culture.domain.rules import note
from participation.culture.models import GroupMessage, Interest, Membership, Post
from participation.culture.models.choices import DigestFrequency, PartState

SHOWN_POSTS = 20


def set_interest(*, user: User, kinds: list[str], genres: list[str], frequency: str) -> Interest:
    """Decide of which new posts one is told."""
    interest, _new = Interest.objects.update_or_create(
        user=user, defaults={"kinds": kinds, "genres": genres, "frequency": frequency}
    )
    return interest


def end_mails(*, key: UUID) -> bool:
    """Send no more of these mails; False for a key that nobody has."""
    found = Interest.objects.filter(key=key)
    return bool(found.update(frequency=DigestFrequency.NEVER))


def due_interests(now: datetime) -> list[int]:
    """Who has not been told since the last digest was due; which one follows from the clock."""
    found = Interest.objects.filter(
        Q(frequency=DigestFrequency.DAILY, told_until__lt=last_digest(now))
        | Q(frequency=DigestFrequency.WEEKLY, told_until__lt=last_digest(now, weekday=MONDAY)),
        user__is_active=True,
    )
    return list(found.order_by("pk").values_list("pk", flat=True))


def tell_interested(*, now: datetime) -> int:
    """Mail what is new to whoever a digest is due for, each once; how many mails.

    Mail and note are one commit, so the job may be killed and run again.
    """
    sent = 0
    for pk in due_interests(now):
        with transaction.atomic():
            locked = Interest.objects.select_for_update(of=("self",), skip_locked=True)
            interest = locked.select_related("user").filter(pk=pk).first()
            if interest is None:
                continue
            posts, groups = new_posts(interest, now), new_talk(interest, now)
            note(interest, told_until=now)
            if posts or groups:
                _mail(interest, posts, groups)
                sent += 1
    return sent


def new_posts(interest: Interest, now: datetime) -> list[Post]:
    """Posts of others since the last mail that fit; none for who is no partner any more."""
    own = _institutions(interest)
    if not own:
        return []
    found = Post.objects.on_board(timezone.localdate(now)).select_related("institution")
    found = found.filter(created_at__gt=interest.told_until, created_at__lte=now)
    found = found.exclude(institution__in=own)
    if interest.kinds:
        found = found.filter(kind__in=interest.kinds)
    if interest.genres:
        found = found.filter(Q(genres__overlap=interest.genres) | Q(genres=[]))
    return list(found.order_by("created_at", "pk")[:SHOWN_POSTS])


def new_talk(interest: Interest, now: datetime) -> dict[str, tuple[str, int]]:
    """What others said in one's groups since the last mail: path to name and number."""
    said = GroupMessage.objects.filter(
        group__parts__institution__in=_institutions(interest),
        group__parts__state=PartState.JOINED,
        at__gt=interest.told_until,
        at__lte=now,
    ).exclude(author=interest.user)
    found: dict[str, tuple[str, int]] = {}
    for message in said.select_related("group").distinct():
        path = message.group.get_absolute_url()
        found[path] = (message.group.name, found.get(path, ("", 0))[1] + 1)
    return found


def _institutions(interest: Interest) -> list[int]:
    """Those that make somebody a partner."""
    own = Membership.objects.of(interest.user).partners()
    return list(own.values_list("institution_id", flat=True))


def _mail(interest: Interest, posts: list[Post], groups: dict[str, tuple[str, int]]) -> None:
    person = interest.user
    with translation.override(person.language):
        links = [
            (
                f"{post.get_kind_display()}: {post.title} ({post.institution})",
                post.get_absolute_url(),
            )
            for post in posts
        ]
        links += [(f"{name}: {_talk(number)}", path) for path, (name, number) in groups.items()]
        letter = Letter(
            subject=_("New from the culture institutions"),
            paragraphs=[_("What has happened since the last mail:")],
            links=links,
            after=[_("You choose in your account of what and how often you hear.")],
            stop=reverse("culture:stop_digest", args=[interest.key]),
        )
        send(letter, to=person.email, language=person.language)


def _talk(number: int) -> str:
    return ngettext("%(n)s new message", "%(n)s new messages", number) % {"n": number}
