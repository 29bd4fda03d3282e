"""What givers of things and time, and the institutions they give to, are told by mail."""

from crowdfunding_lite.models import Pledge, PledgeState
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from participation.wishlist.models import Wish


def changed(*, pledge: Pledge, before: str) -> None:
    """Write to whom a change concerns."""
    wish = Wish.objects.select_related("campaign", "institution").get(
        campaign=pledge.need.campaign_id
    )
    if pledge.state == PledgeState.UNCONFIRMED and pledge.user_id is None:
        _to_giver(pledge, wish, "confirm")
    elif pledge.state == PledgeState.PROMISED:
        _to_giver(pledge, wish, "promised")
        _to_institution(pledge, wish, withdrawn=False)
    elif pledge.state == PledgeState.AGREED:
        _to_giver(pledge, wish, "agreed")
    elif pledge.state == PledgeState.THANKED:
        _to_giver(pledge, wish, "thanked")
    elif pledge.state == PledgeState.WITHDRAWN and before != PledgeState.UNCONFIRMED:
        _to_institution(pledge, wish, withdrawn=True)


def remind(*, pledge: Pledge) -> None:
    """Remind a giver of the day that was agreed, or that there is none yet."""
    wish = Wish.objects.select_related("campaign", "institution").get(
        campaign=pledge.need.campaign_id
    )
    _to_giver(pledge, wish, "remind")


def _to_giver(pledge: Pledge, wish: Wish, occasion: str) -> None:
    language = pledge.language or settings.LANGUAGE_CODE
    with translation.override(language):
        subject, paragraphs, label = _words(pledge, wish)[occasion]
        letter = Letter(
            subject=subject,
            paragraphs=paragraphs,
            facts=_facts(pledge, wish),
            links=[(label, reverse("wishlist:pledge", args=[pledge.key]))],
        )
        send(letter, to=pledge.email, language=language)


def _words(pledge: Pledge, wish: Wish) -> dict[str, tuple[str, list[str], str]]:
    see = _("See your pledge")
    return {
        "confirm": (
            _("Please confirm your pledge"),
            [
                _("You want to help %(name)s. Thank you!") % {"name": wish.institution},
                _("Open this page and press the button, so that we know the address is yours."),
            ],
            _("Confirm"),
        ),
        "promised": (
            _("Thank you for your pledge"),
            [
                _("%(name)s knows of your pledge and agrees with you when to hand it over.")
                % {"name": wish.institution},
                _("If it does not suit you after all, you can withdraw it there."),
            ],
            see,
        ),
        "agreed": (
            _("The day of your pledge is set"),
            [_("%(name)s looks forward to you.") % {"name": wish.institution}],
            see,
        ),
        "remind": (
            _("A reminder of your pledge"),
            [
                _("You have promised something to %(name)s.") % {"name": wish.institution},
                _("If it does not suit you any more, please say so, and others can help."),
            ],
            see,
        ),
        "thanked": (
            _("Thank you from %(name)s") % {"name": wish.institution},
            [_("Your help has arrived. Thank you very much!")],
            see,
        ),
    }


def _facts(pledge: Pledge, wish: Wish) -> list[tuple[str, str]]:
    need = pledge.need
    facts = [
        (_("Your pledge"), f"{pledge.quantity} × {need.title}"),
        (_("Wish"), wish.title),
    ]
    if need.drop_off:
        facts.append((_("Where to bring it"), need.drop_off))
    if need.takes_place:
        facts.append((_("Where and when"), need.takes_place))
    if pledge.hand_over_on:
        facts.append((_("Day"), date_format(pledge.hand_over_on, "DATE_FORMAT")))
    return facts


def _to_institution(pledge: Pledge, wish: Wish, *, withdrawn: bool) -> None:
    """Who has promised or taken back what; the giver's words stand in the area, not in the mail."""
    institution = wish.institution
    with translation.override(institution.language):
        subject = _("A pledge was withdrawn") if withdrawn else _("Somebody wants to help")
        text = (
            _("This pledge is taken back; its share is open again.")
            if withdrawn
            else _("Please agree with the person when to hand it over.")
        )
        letter = Letter(
            subject=f"{subject}: {wish.title}",
            paragraphs=[text],
            facts=[
                (_("Pledge"), f"{pledge.quantity} × {pledge.need.title}"),
                (_("Wish"), wish.title),
            ],
            links=[(_("All pledges"), reverse("my_pledges", args=[institution.pk]))],
        )
        send(letter, to=institution.contact_email, language=institution.language)
