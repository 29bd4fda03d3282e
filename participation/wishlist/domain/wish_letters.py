"""What an institution's people are told about their wishes by mail."""

from collections.abc import Callable

from crowdfunding_lite.models import Payout, PayoutMethod, Stage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.core.money import euros
from participation.wishlist.domain.institution_letters import editors
from participation.wishlist.models import Wish
from participation.wishlist.queries.payouts import iban_of


def _each(wish: Wish, letter: Callable[[], Letter]) -> None:
    for person in editors(wish.institution):
        with translation.override(person.language):
            send(letter(), to=person.email, language=person.language)


def _edit_path(wish: Wish) -> str:
    return reverse("my_wish", args=[wish.institution_id, wish.pk])


def published(*, wish: Wish) -> None:
    """It is public."""

    def letter() -> Letter:
        return Letter(
            subject=_("Your wish is published"),
            paragraphs=[
                _("Everybody can see “%(title)s” now and help.") % {"title": wish.title},
                _("Tell people of it: on its page you find a poster and a card for websites."),
            ],
            links=[
                (_("See the wish"), wish.get_absolute_url()),
                (_("Poster and card"), _edit_path(wish)),
            ],
        )

    _each(wish, letter)


def given_back(*, wish: Wish, reason: str) -> None:
    """The office asks for a change."""

    def letter() -> Letter:
        return Letter(
            subject=_("Please change something in your wish"),
            paragraphs=[
                _("We have read “%(title)s” and ask for a change:") % {"title": wish.title},
                reason,
                _("Change it and hand it in again."),
            ],
            links=[(_("Change the wish"), _edit_path(wish))],
        )

    _each(wish, letter)


def declined(*, wish: Wish, reason: str) -> None:
    """The office has said no."""

    def letter() -> Letter:
        return Letter(
            subject=_("Your wish was declined"),
            paragraphs=[
                _("We cannot publish “%(title)s”.") % {"title": wish.title},
                _("The reason: %(reason)s") % {"reason": reason},
            ],
            links=[(_("See the wish"), _edit_path(wish))],
        )

    _each(wish, letter)


def moved(*, wish: Wish, stage: str) -> None:
    """The goal is reached, or the wish has ended."""

    def letter() -> Letter:
        if stage == Stage.FUNDED:
            subject = _("Your wish has reached its goal")
            text = _("“%(title)s” has everything it needs. Tell your donors what happens now.")
        else:
            subject = _("Your wish has ended")
            text = _("“%(title)s” takes no more donations. You see there what comes next.")
        return Letter(
            subject=subject,
            paragraphs=[text % {"title": wish.title}],
            links=[(_("See the wish"), _edit_path(wish))],
        )

    _each(wish, letter)


def paid_out(*, payout: Payout) -> None:
    """Money has left for the institution, and the next payout wants news of what it does."""
    wish = Wish.objects.select_related("institution", "campaign").get(campaign=payout.campaign_id)
    iban = iban_of(payout) if payout.method == PayoutMethod.BANK else ""

    def letter() -> Letter:
        amount = euros(payout.cents)
        return Letter(
            subject=_("Payout for your wish: %(amount)s") % {"amount": amount},
            paragraphs=[
                _("We have paid you money for “%(title)s”.") % {"title": wish.title},
                _("Please tell your donors now what you do with it, and at the end in a report."),
                _("The next payout for this wish needs an update from after this one."),
            ],
            facts=[
                (_("Amount"), amount),
                (_("Account"), f"IBAN … {iban[-4:]}" if iban else _("your account at Stripe")),
            ],
            links=[
                (
                    _("Write an update"),
                    reverse("my_update_new", args=[wish.institution_id, wish.pk]),
                )
            ],
        )

    _each(wish, letter)
