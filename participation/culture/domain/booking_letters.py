"""What lender and borrower are told about a booking by mail."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter
from participation.culture.domain.letters import planners, tell
from participation.culture.models import Booking, BookingSlot, Institution

SHOWN_TIMES = 6


def _facts(booking: Booking, *more: tuple[str, str]) -> list[tuple[str, str]]:
    found = [
        (_("What"), booking.resource.title),
        (_("For whom"), booking.institution.name),
        (_("What for"), booking.purpose),
        (_("When"), _times(booking.slots.all())),
        *more,
    ]
    return [(label, value) for label, value in found if value]


def _times(slots: Iterable[BookingSlot]) -> str:
    rows = list(slots)
    words = [
        date_format(timezone.localtime(slot.start), "SHORT_DATETIME_FORMAT")
        for slot in rows[:SHOWN_TIMES]
    ]
    return "; ".join(words) + (" …" if len(rows) > SHOWN_TIMES else "")


def _link(booking: Booking) -> list[tuple[str, str]]:
    return [(_("Look at the booking"), booking.get_absolute_url())]


def requested(*, booking: Booking) -> None:
    """Tell the lender of a request."""

    def letter() -> Letter:
        return Letter(
            subject=_("Request for %(what)s") % {"what": booking.resource},
            paragraphs=[
                _("%(name)s asks for something you offer.") % {"name": booking.institution}
            ],
            facts=_facts(booking, (_("Note"), booking.note)),
            links=_link(booking),
        )

    tell(planners(booking.resource.institution), letter)


def decided(*, booking: Booking) -> None:
    """Tell the borrower what the lender has decided."""

    def letter() -> Letter:
        return Letter(
            subject=_("%(state)s: %(what)s")
            % {"state": booking.get_state_display(), "what": booking.resource},
            paragraphs=[
                _("%(name)s has answered your request.") % {"name": booking.resource.institution}
            ],
            facts=_facts(booking, (_("Answer"), booking.answer)),
            links=_link(booking),
        )

    tell(planners(booking.institution), letter)


def ended(*, booking: Booking, to: Institution, by: Institution) -> None:
    """Tell the other side that a request was withdrawn or a booking cancelled."""

    def letter() -> Letter:
        return Letter(
            subject=_("%(state)s: %(what)s")
            % {"state": booking.get_state_display(), "what": booking.resource},
            paragraphs=[_("%(name)s does not need these times any more.") % {"name": by}]
            if by == booking.institution
            else [_("%(name)s cannot keep what was agreed.") % {"name": by}],
            facts=_facts(booking, (_("Note"), booking.answer)),
            links=_link(booking),
        )

    tell(planners(to), letter)
