"""What donors are told by mail, in the language they gave in, to the address they gave."""

from collections.abc import Callable, Sequence
from functools import partial

from crowdfunding_lite.models import Donation, Refund, Subscription, SubscriptionState
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.core.money import euros
from participation.wishlist.models import Wish


def _wish(campaign_id: int) -> Wish:
    return Wish.objects.select_related("campaign", "institution").get(campaign=campaign_id)


def _facts(donation: Donation, wish: Wish) -> list[tuple[str, str]]:
    paid_on = timezone.localtime(donation.paid_at or donation.created_at)
    facts = [
        (_("Amount"), euros(donation.total_cents)),
        (_("Wish"), wish.title),
        (_("Receiver"), wish.institution.name),
        (_("Date"), date_format(paid_on, "DATE_FORMAT")),
        (_("Number"), str(donation.public_id)),
    ]
    if donation.fee_cover_cents:
        covered = (_("Of it for fees"), euros(donation.fee_cover_cents))
        facts.insert(1, covered)
    return facts


def _manage(subscription: Subscription) -> tuple[str, str]:
    path = reverse("wishlist:monthly", args=[subscription.key])
    return (_("Change or end your monthly donation"), path)


def _see(donation: Donation) -> tuple[str, str]:
    return (_("See your donation"), reverse("wishlist:thanks", args=[donation.key]))


def _receipt(donation: Donation) -> tuple[str, str]:
    return (_("Receipt for your tax return"), reverse("wishlist:receipt", args=[donation.key]))


def received(*, donation: Donation) -> None:
    """The money has come: of a single donation, the first month or a later one."""
    _send(donation, _received)


def _received(donation: Donation, wish: Wish) -> Letter:
    paragraphs = [
        _("Your donation has arrived. Thank you in the name of %(institution)s!")
        % {"institution": wish.institution.name}
    ]
    links: Sequence[tuple[str, str]] = [_see(donation)]
    if donation.subscription:
        paragraphs.append(_how_long(wish))
        links = [_manage(donation.subscription), *links]
    if donation.wants_receipt:
        paragraphs.append(
            _("You get the donation receipt by the link below, or by mail early next year.")
        )
    if wish.institution.may_issue_receipts():
        links = [*links, _receipt(donation)]
    return Letter(
        subject=_("Thank you for your donation"),
        paragraphs=paragraphs,
        facts=_facts(donation, wish),
        links=[*links, (_("See the wish"), wish.get_absolute_url())],
    )


def _how_long(wish: Wish) -> str:
    """Until when a monthly donation is collected."""
    ends_on = wish.campaign.ends_on
    if ends_on is None:
        return _("It is collected every month until you end it, by one press.")
    return _(
        "It is collected every month until you end it, by one press, "
        "or until the wish ends on %(day)s."
    ) % {"day": date_format(ends_on, "DATE_FORMAT")}


def on_its_way(*, donation: Donation) -> None:
    """A direct debit takes some days."""
    _send(donation, _on_its_way)


def _on_its_way(donation: Donation, wish: Wish) -> Letter:
    return Letter(
        subject=_("Your donation is on its way"),
        paragraphs=[
            _("Thank you! Your bank has been asked to send the money."),
            _("A direct debit takes up to six working days. We write to you when it is there."),
        ],
        facts=_facts(donation, wish),
        links=[_see(donation)],
    )


def failed(*, donation: Donation) -> None:
    """The bank did not send the money."""
    _send(donation, _failed)


def _failed(donation: Donation, wish: Wish) -> Letter:
    return Letter(
        subject=_("Your donation did not arrive"),
        paragraphs=[
            _("Your bank has not carried out the direct debit. Nothing has been taken from you."),
            _("If you still want to give, please try it again, perhaps in another way."),
        ],
        facts=_facts(donation, wish),
        links=[(_("Try again"), reverse("wishlist:donate", args=[wish.pk]))],
    )


def goes_back(*, refund: Refund) -> None:
    """The provider sends money back, whoever has decided it."""
    _send(refund.donation, lambda donation, wish: _goes_back(refund, donation, wish))


def _goes_back(refund: Refund, donation: Donation, wish: Wish) -> Letter:
    why = (
        _("The wish did not reach its goal, so you get your money back.")
        if wish.campaign.missed_at
        else _("Money of your donation is on its way back to you.")
    )
    return Letter(
        subject=_("Your donation goes back to you"),
        paragraphs=[why, _("It comes the way it went, within five to ten working days.")],
        facts=[(_("Goes back"), euros(refund.cents)), *_facts(donation, wish)],
        links=[_see(donation)],
    )


def _send(donation: Donation, letter_of: Callable[[Donation, Wish], Letter]) -> None:
    donor = donation.donor
    if donor is None or not donor.email:
        return
    language = donation.language or settings.LANGUAGE_CODE
    with translation.override(language):
        letter = letter_of(donation, _wish(donation.campaign_id))
        send(letter, to=donor.email, language=language)


def monthly_over(*, subscription: Subscription, before: str) -> None:
    """No more is collected: the donor has ended it, the wish is over, or no money came."""
    _send_monthly(subscription, partial(_monthly_over, before))


def _monthly_over(before: str, subscription: Subscription, wish: Wish) -> Letter:
    if subscription.state == SubscriptionState.ENDED:
        why = _("The wish is over, so nothing more is collected.")
    elif subscription.stop_asked_at:
        why = _("It has been ended as you wished. Nothing more is collected.")
    elif before == SubscriptionState.PAST_DUE:
        why = _("It could not be collected several times, so it has ended. Nothing is owed.")
    else:
        why = _("It has been ended. Nothing more is collected.")
    return Letter(
        subject=_("Your monthly donation has ended"),
        paragraphs=[why, _("Thank you for all you gave!")],
        facts=[
            (_("Amount each month"), euros(subscription.total_cents)),
            (_("Wish"), wish.title),
        ],
        links=[(_("See the wish"), wish.get_absolute_url())],
    )


def renewal_failed(*, subscription: Subscription) -> None:
    """A month could not be collected; the provider tries again."""
    _send_monthly(subscription, _renewal_failed)


def _renewal_failed(subscription: Subscription, wish: Wish) -> Letter:
    return Letter(
        subject=_("Your monthly donation could not be collected"),
        paragraphs=[
            _("This month's donation did not work. It is tried again in the next days."),
            _("You need not do anything. If you want to change or end it, use this link."),
        ],
        facts=[
            (_("Amount each month"), euros(subscription.total_cents)),
            (_("Wish"), wish.title),
        ],
        links=[_manage(subscription)],
    )


def _send_monthly(
    subscription: Subscription, letter_of: Callable[[Subscription, Wish], Letter]
) -> None:
    donor = subscription.donor
    if donor is None or not donor.email:
        return
    language = subscription.language or settings.LANGUAGE_CODE
    with translation.override(language):
        letter = letter_of(subscription, _wish(subscription.campaign_id))
        send(letter, to=donor.email, language=language)
