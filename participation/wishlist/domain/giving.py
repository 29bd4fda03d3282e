"""Verbs of donors: give once or monthly, change and cancel what is monthly."""

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid5

from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, Donor, Subscription
from django.db import IntegrityError, transaction

from cms.users.models import User
from participation.wishlist.domain.fees import cover_cents
from participation.wishlist.domain.rules import NotAllowedError, note, settings
from participation.wishlist.models import Gift, UpdateReader, Wish
from participation.wishlist.models.giving import Giving


def give(*, wish: Wish, key: UUID, giving: Giving, language: str, user: User | None) -> Donation:
    """Write a donation down; the same form sent again gives the one that is there.

    Nobody is asked for money yet: that is ``start_checkout``. Raises NotAllowedError.
    """
    key = _key_of(wish, key, giving)
    try:
        with transaction.atomic():
            donation = _open(wish, giving, language, user)
            Gift.objects.create(form_key=key, donation=donation, wants_updates=giving.wants_updates)
    except IntegrityError:
        return Gift.objects.select_related("donation").get(form_key=key).donation
    return donation


def is_known(*, wish: Wish, key: UUID, giving: Giving) -> bool:
    """Whether this very form was sent before."""
    return Gift.objects.filter(form_key=_key_of(wish, key, giving)).exists()


def _key_of(wish: Wish, key: UUID, giving: Giving) -> UUID:
    """The form's key and what it was filled in with.

    Browsers show a form once more with its old key when somebody goes back: another sum is another
    donation, and must not lead to the payment page of the first.
    """
    return uuid5(key, json.dumps([wish.pk, asdict(giving)], sort_keys=True))


def _open(wish: Wish, giving: Giving, language: str, user: User | None) -> Donation:
    chosen = settings()
    covers = giving.cover_fees and chosen.cover_fees
    donor = Donor.objects.create(
        email=giving.email.lower(), language=language, user=user, **giving.address
    )
    return domain.open_donation(
        campaign=wish.campaign,
        amount_cents=giving.amount_cents,
        fee_cover_cents=cover_cents(giving.amount_cents, chosen) if covers else 0,
        donor=donor,
        user=user,
        public_name=giving.public_name,
        dedication=giving.dedication,
        wants_receipt=giving.wants_receipt,
        monthly=giving.monthly and chosen.monthly,
        locale=language,
    )


def start_reading(*, donation: Donation) -> None:
    """Let a donor hear how the wish goes on, if they wanted to, once their money has come."""
    donor = donation.donor
    if donor is None or not donor.email:
        return
    if not Gift.objects.filter(donation=donation, wants_updates=True).exists():
        return
    wish = Wish.objects.get(campaign=donation.campaign_id)
    UpdateReader.objects.get_or_create(
        wish=wish,
        email=donor.email,
        defaults={
            "donor": donor,
            "language": donation.language,
            "told": _last_update(wish),
        },
    )


def _last_update(wish: Wish) -> int:
    newest: Any = wish.updates.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def change_amount(
    *, subscription: Subscription, amount_cents: int, cover_fees: bool
) -> Subscription:
    """Give another sum each month. The provider is told by ``sync_subscription`` afterwards."""
    chosen = settings()
    cover = cover_cents(amount_cents, chosen) if cover_fees and chosen.cover_fees else 0
    return domain.change_subscription(
        subscription=subscription, amount_cents=amount_cents, fee_cover_cents=cover
    )


def hide_words(*, donation: Donation) -> Donation:
    """Take a donor's public name and dedication off the pages: the office's, for abuse."""
    with transaction.atomic():
        found = Donation.objects.select_for_update(of=("self",)).get(pk=donation.pk)
        note(found, public_name="", dedication="")
    return found


__all__ = ["Giving", "NotAllowedError", "change_amount", "give", "hide_words", "start_reading"]
