"""Verbs about what institutions tell of their wishes, and whoever wants to hear it."""

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.core.jobs import enqueue
from cms.core.letters import Letter, send
from cms.notifications import domain as notifications
from cms.users.models import User
from participation.wishlist.domain import files
from participation.wishlist.domain.rules import TOPIC, NotAllowedError
from participation.wishlist.domain.wishes import locked
from participation.wishlist.models import UpdateReader, Wish, WishUpdate
from participation.wishlist.models.choices import UpdateKind, UpdateState


def post_update(
    *,
    wish: Wish,
    by: User,
    title: str,
    text: str,
    kind: str = UpdateKind.NEWS,
    picture: File | None = None,
    picture_text: str = "",
) -> WishUpdate:
    """Tell how a public wish goes on. Followers and donors who want it are told."""
    with transaction.atomic():
        wish = locked(wish)
        if not wish.is_public:
            raise NotAllowedError(_("Updates begin when the wish is published."))
        image = None
        if picture:
            image = files.keep_picture(
                file=picture, name=f"neues-{wish.pk}", title=title, public=True, by=by
            )
            image.description = picture_text
            image.save(update_fields=["description"])
        update = WishUpdate.objects.create(
            wish=wish, author=by, kind=kind, title=title, text=text, image=image
        )
        _tell_followers(update, by)
        enqueue("wishlist.tell_readers", update_id=update.pk)
    return update


def _tell_followers(update: WishUpdate, by: User) -> None:
    wish = update.wish
    with translation.override(wish.language):
        notifications.notify(
            topic=TOPIC,
            numbers=[wish.pk],
            event=f"wish-update-{update.pk}",
            about=wish.title,
            title=update.title,
            text=Truncator(update.text).chars(200),
            path=f"{wish.get_absolute_url()}#neues-{update.pk}",
            besides=by,
        )


def tell_readers(*, update: WishUpdate) -> int:
    """Mail an update to donors who want to hear of the wish, each once; how many.

    Each mail is one commit with the note that it was sent, so the job can be killed and run again.
    """
    if update.state != UpdateState.PUBLISHED:
        return 0
    told = 0
    waiting = UpdateReader.objects.filter(
        wish=update.wish_id, told__lt=update.pk, donor__donations__net_cents__gt=0
    )
    for pk in list(waiting.values_list("pk", flat=True).distinct().order_by("pk")):
        with transaction.atomic():
            locked_ones = UpdateReader.objects.select_for_update(skip_locked=True)
            reader = locked_ones.filter(pk=pk, told__lt=update.pk).first()
            if reader is None:
                continue
            reader.told = update.pk
            reader.save(update_fields=["told"])
            with translation.override(reader.language):
                send(_letter(update, reader), to=reader.email, language=reader.language)
            told += 1
    return told


def _letter(update: WishUpdate, reader: UpdateReader) -> Letter:
    wish = update.wish
    stop = reverse("wishlist:stop_updates", args=[reader.key])
    return Letter(
        subject=f"{wish.title}: {update.title}",
        paragraphs=[
            _("You have given to “%(title)s”. Its institution writes:") % {"title": wish.title},
            Truncator(update.text).chars(700),
        ],
        links=[(_("Read on"), f"{wish.get_absolute_url()}#neues-{update.pk}")],
        stop=stop,
    )


def stop_updates(*, reader: UpdateReader) -> None:
    """End the mails of one link."""
    reader.delete()


def follow(*, wish: Wish, user: User, frequency: str) -> None:
    """Hear of a wish at once, daily or weekly; an empty frequency means no longer."""
    if not wish.is_public:
        raise NotAllowedError(_("This wish cannot be followed."))
    if frequency:
        notifications.follow(user=user, topic=TOPIC, number=wish.pk, frequency=frequency)
    else:
        notifications.unfollow(user=user, topic=TOPIC, number=wish.pk)
