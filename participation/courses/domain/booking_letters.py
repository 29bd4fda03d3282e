"""What guests are written about their bookings, in their language.

Called in the transaction of the change, so that a mail exists only with it.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.letters import Letter, send
from cms.core.mail import Attachment
from cms.core.money import euros
from participation.courses.domain import calendar_files
from participation.courses.models import Booking, Notice
from participation.courses.models.choices import (
    BookingState,
    CancelledBy,
    Mode,
    PayBy,
    PaymentState,
)
from participation.courses.queries.dates import lines, moment_in_words
from participation.courses.queries.entries import place_of
from participation.courses.queries.waiting import place_in_queue
from participation.courses.queries.words import title_of


def post(booking: Booking, letter: Letter) -> None:
    """Send it to the guest; nobody is written to whose data are gone."""
    send(letter, to=booking.email, language=booking.language)


def about(*, booking: Booking) -> None:
    """Say how a booking stands after it has come there."""
    with translation.override(booking.language):
        if booking.confirmed_at is None:
            post(booking, _to_confirm(booking))
        elif booking.state == BookingState.BOOKED:
            post(booking, _booked(booking))
        elif booking.state == BookingState.UNPAID:
            post(booking, _to_pay(booking))
        elif booking.state == BookingState.WAITING:
            post(booking, _waiting(booking))
        else:
            post(booking, _offered(booking))


def facts(booking: Booking) -> list[tuple[str, str]]:
    """When, where, for how many, for how much."""
    run = booking.run
    found = [(_("Course"), title_of(booking))]
    found += [(_("Date"), line) for line in lines(run)]
    place = place_of(run)
    if place:
        found.append((_("Place"), place))
    found.append((_("People"), str(booking.seats)))
    if booking.price_cents:
        found.append((_("Fee"), euros(booking.price_cents)))
    return found


def own_page(booking: Booking) -> tuple[str, str]:
    """The link that shows, changes and cancels it."""
    return (_("See, change or cancel your booking"), booking.get_absolute_url())


def _to_confirm(booking: Booking) -> Letter:
    until = moment_in_words(booking.held_until) if booking.held_until else ""
    if booking.state == BookingState.WAITING:
        held = _("After that you are on the waiting list. The link works until %(until)s.")
    else:
        held = _("We hold your seats until %(until)s. If you do not press it, others get them.")
    return Letter(
        subject=_("Please confirm your booking: %(course)s") % {"course": title_of(booking)},
        paragraphs=[
            _("You want to take part in a course. One step is left."),
            _("Open this page and press the button, so that we know the address is yours."),
            held % {"until": until},
        ],
        facts=facts(booking),
        links=[(_("Confirm"), booking.get_absolute_url())],
        after=[_("That was not you? Then you need not do anything.")],
    )


def _booked(booking: Booking) -> Letter:
    return Letter(
        subject=_("Booked: %(course)s") % {"course": title_of(booking)},
        paragraphs=[_("Your booking is certain. We look forward to seeing you."), *_notes(booking)],
        facts=facts(booking),
        links=[
            (_("Your codes for the door"), reverse("courses:codes", args=[booking.key])),
            own_page(booking),
        ],
        after=[_("The attached file puts the dates into your calendar.")],
        attachments=[calendar_files.dates_of(booking)],
    )


def _notes(booking: Booking) -> list[str]:
    run, found = booking.run, []
    if booking.price_cents and booking.pay_by == PayBy.ON_SITE:
        found.append(_("You pay on site, at the first date."))
    if booking.price_cents and booking.pay_by == PayBy.ONLINE:
        found.append(_("Your fee is paid."))
    if run.mode != Mode.ON_SITE and run.online_url:
        found.append(_("To join online: %(link)s") % {"link": run.online_url})
    return found


def _to_pay(booking: Booking) -> Letter:
    until = moment_in_words(booking.held_until) if booking.held_until else ""
    return Letter(
        subject=_("Please pay your fee: %(course)s") % {"course": title_of(booking)},
        paragraphs=[
            _("We hold your seats until %(until)s. They are yours once the fee is paid.")
            % {"until": until},
            _("If you have paid already, you need not do anything."),
        ],
        facts=facts(booking),
        links=[(_("Pay now"), booking.get_absolute_url())],
    )


def _waiting(booking: Booking) -> Letter:
    place = place_in_queue(booking)
    return Letter(
        subject=_("You are on the waiting list: %(course)s") % {"course": title_of(booking)},
        paragraphs=[
            _("All seats are taken at present. Your place on the waiting list: %(place)s.")
            % {"place": place},
            _(
                "When enough seats become free for you, we write to you. They are held for you for "
                "some time, and you decide whether you want them."
            ),
        ],
        facts=facts(booking),
        links=[(_("See your place or leave the list"), booking.get_absolute_url())],
    )


def _offered(booking: Booking) -> Letter:
    until = moment_in_words(booking.held_until) if booking.held_until else ""
    return Letter(
        subject=_("Seats for you: %(course)s") % {"course": title_of(booking)},
        paragraphs=[
            _("Seats have become free, and they are held for you until %(until)s.")
            % {"until": until},
            _("Please say whether you want them. After that they are offered to others."),
        ],
        facts=facts(booking),
        links=[(_("Accept or decline"), booking.get_absolute_url())],
    )


def lapsed(*, booking: Booking) -> None:
    """An offer was not answered in time."""
    with translation.override(booking.language):
        words = _("You have not answered in time, so the seats were offered to others.")
        post(booking, _over(booking, _("Your offer has ended: %(course)s"), words))


def left(*, booking: Booking) -> None:
    """Somebody has left the waiting list, or declined the seats offered to them."""
    with translation.override(booking.language):
        words = _("You are no longer on the waiting list. Thank you for telling us.")
        post(booking, _over(booking, _("Waiting list left: %(course)s"), words))


def unpaid(*, booking: Booking) -> None:
    """A fee did not come in time."""
    with translation.override(booking.language):
        words = _("Your fee was not paid in time, so the seats are free again.")
        post(booking, _over(booking, _("Your booking has ended: %(course)s"), words))


def _over(booking: Booking, subject: str, words: str) -> Letter:
    return Letter(
        subject=subject % {"course": title_of(booking)},
        paragraphs=[words, _("You can book again at any time.")],
        links=[(_("To the course"), booking.run.get_absolute_url())],
    )


def paid_too_late(*, booking: Booking, cents: int) -> None:
    """Money came for a booking that no longer holds."""
    with translation.override(booking.language):
        letter = Letter(
            subject=_("Your fee goes back: %(course)s") % {"course": title_of(booking)},
            paragraphs=[
                _("Your payment came after your booking had ended. You get back %(sum)s.")
                % {"sum": euros(cents)}
            ],
            links=[(_("To the course"), booking.run.get_absolute_url())],
        )
        post(booking, letter)


WHY = {
    CancelledBy.GUEST: "",
    CancelledBy.MOVED: "",
    CancelledBy.PROVIDER: "provider",
    CancelledBy.RUN: "run",
}


TAKEN_OUT = gettext_lazy("The attached file takes the cancelled dates out of your calendar.")


def cancelled(
    *,
    booking: Booking,
    by: CancelledBy,
    back_cents: int,
    reason: str = "",
    has_dates: bool = False,
) -> None:
    """A booking has ended; how much goes back, and who decided it.

    ``has_dates``: they are in the guest's calendar, and are taken out again.
    """
    with translation.override(booking.language):
        first = {
            "": _("You have cancelled your booking. Thank you for telling us in time."),
            "provider": _("The provider has cancelled your booking."),
            "run": _("We are sorry: this course does not take place."),
        }[WHY[by]]
        money = _money_back(booking, back_cents) or _nothing_back(booking)
        letter = Letter(
            subject=_("Cancelled: %(course)s") % {"course": title_of(booking)},
            paragraphs=[first, *([reason] if reason else []), *money],
            facts=facts(booking),
            links=[(_("To the course"), booking.run.course.get_absolute_url())],
            after=[str(TAKEN_OUT)] if has_dates else [],
            attachments=_taken_back(booking) if has_dates else [],
        )
        post(booking, letter)


def _taken_back(booking: Booking) -> list[Attachment]:
    dates = booking.run.sessions.filter(cancelled_at=None)
    return [calendar_files.taken_back(booking, dates)]


def changed(*, booking: Booking, back_cents: int) -> None:
    """Some people less come."""
    with translation.override(booking.language):
        letter = Letter(
            subject=_("Your booking was changed: %(course)s") % {"course": title_of(booking)},
            paragraphs=[_("Your booking is changed."), *_money_back(booking, back_cents)],
            facts=facts(booking),
            links=[own_page(booking)],
        )
        post(booking, letter)


def _money_back(booking: Booking, cents: int) -> list[str]:
    if cents:
        return [_("You get back %(sum)s the way you paid.") % {"sum": euros(cents)}]
    if booking.paid_on_site_at:
        return [_("You paid on site. Please ask the provider about your fee.")]
    return []


def _nothing_back(booking: Booking) -> list[str]:
    if booking.payments.filter(state=PaymentState.PAID, refunds=None).exists():
        return [_("By the terms of booking, nothing is paid back of your fee.")]
    return []


def once(booking: Booking, event: str, **values: Any) -> bool:
    """Note that a booking is told something; False where it was told already.

    In the transaction of the mail, so that both are there or none.
    """
    with transaction.atomic():
        _notice, is_new = Notice.objects.get_or_create(
            booking=booking, event=event, defaults=values
        )
    return is_new


def told(booking: Booking, subject: str, words: Sequence[str], **more: Any) -> None:
    """Some sentences about a run; the subject takes the course's title."""
    links = more.pop("links", None) or [own_page(booking)]
    letter = Letter(
        subject=subject % {"course": title_of(booking)}, paragraphs=words, links=links, **more
    )
    post(booking, letter)
