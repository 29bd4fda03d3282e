"""The words that courses, runs and bookings sort themselves by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProviderState(models.TextChoices):
    """Whether an institution may offer courses."""

    ACTIVE = "active", pgettext_lazy("state of a provider", "Active")
    PAUSED = "paused", pgettext_lazy("state of a provider", "Paused: shown nowhere")


class Role(models.TextChoices):
    """What somebody may do for a provider."""

    MANAGER = "manager", _("Manager: courses, runs, bookings and members")
    TEACHER = "teacher", _("Teacher: the runs they teach")


class CourseState(models.TextChoices):
    """How far a course is on its way to the catalogue."""

    DRAFT = "draft", pgettext_lazy("state of a course", "Draft")
    SUBMITTED = "submitted", _("Waiting for release")
    PUBLISHED = "published", pgettext_lazy("state of a course", "Published")
    RETURNED = "returned", _("Sent back with remarks")
    RETIRED = "retired", _("No longer offered")


class Topic(models.TextChoices):
    """What a course is about, as people look for it."""

    BASICS = "basics", _("First steps with phone and computer")
    EVERYDAY = "everyday", _("Everyday life: banking, shopping, health")
    SAFETY = "safety", _("Safety and privacy")
    OFFICE = "office", _("Office and work")
    MEDIA = "media", _("Photo, film, sound")
    AUTHORITIES = "authorities", _("Online with the authorities")
    DATA = "data", _("Data and artificial intelligence")
    MAKING = "making", _("Programming and making")
    FAMILY = "family", _("Family and growing up with media")
    ENGAGEMENT = "engagement", _("Associations and volunteering")


class CourseKind(models.TextChoices):
    """Whether one learns over a time or comes once."""

    COURSE = "course", pgettext_lazy("kind of course", "Course")
    EVENT = "event", pgettext_lazy("kind of course", "Single event")


class Mode(models.TextChoices):
    """Where a run takes place."""

    ON_SITE = "on_site", pgettext_lazy("mode of a run", "On site")
    ONLINE = "online", pgettext_lazy("mode of a run", "Online")
    HYBRID = "hybrid", pgettext_lazy("mode of a run", "On site and online")


class RunState(models.TextChoices):
    """What was decided about a run; whether it is full or over follows from its rows."""

    DRAFT = "draft", pgettext_lazy("state of a run", "Draft")
    PLANNED = "planned", pgettext_lazy("state of a run", "Planned")
    CERTAIN = "certain", _("Takes place")
    CANCELLED = "cancelled", pgettext_lazy("state of a run", "Cancelled")


class PriceKind(models.TextChoices):
    """For whom a price is."""

    NORMAL = "normal", pgettext_lazy("price", "Normal")
    REDUCED = "reduced", pgettext_lazy("price", "Reduced")
    FREE = "free", pgettext_lazy("price", "Free")


class PayBy(models.TextChoices):
    """How a fee is paid."""

    ONLINE = "online", _("Online, now")
    ON_SITE = "on_site", _("On site, at the first date")


class BookingState(models.TextChoices):
    """How far a booking is. The database counts the seats of those in ``HOLDING``."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the e-mail to be confirmed")
    UNPAID = "unpaid", _("Waiting for the payment")
    BOOKED = "booked", pgettext_lazy("state of a booking", "Booked")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A seat is offered")
    CANCELLED = "cancelled", pgettext_lazy("state of a booking", "Cancelled")
    EXPIRED = "expired", pgettext_lazy("state of a booking", "Expired")


HOLDING = (
    BookingState.UNCONFIRMED,
    BookingState.UNPAID,
    BookingState.BOOKED,
    BookingState.OFFERED,
)
"""Bookings that take seats away from others."""
OVER = (BookingState.CANCELLED, BookingState.EXPIRED)


class CancelledBy(models.TextChoices):
    """Whose decision ended a booking; it decides what is paid back."""

    GUEST = "guest", _("By the guest")
    PROVIDER = "provider", _("By the provider")
    RUN = "run", _("With the whole run")
    MOVED = "moved", _("By the guest, since a date was moved")


class EntryState(models.TextChoices):
    """What became of a place in the queue."""

    WAITING = "waiting", pgettext_lazy("state of a waiting list entry", "Waiting")
    OFFERED = "offered", pgettext_lazy("state of a waiting list entry", "Has an offer")
    TAKEN = "taken", pgettext_lazy("state of a waiting list entry", "Got the seats")
    LEFT = "left", pgettext_lazy("state of a waiting list entry", "Left")
    ENDED = "ended", pgettext_lazy("state of a waiting list entry", "Run over")


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open", pgettext_lazy("state of an offer", "Open")
    ACCEPTED = "accepted", pgettext_lazy("state of an offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of an offer", "Declined")
    LAPSED = "lapsed", pgettext_lazy("state of an offer", "Not answered in time")


class PaymentState(models.TextChoices):
    """How far a payment is."""

    OPEN = "open", pgettext_lazy("state of a payment", "Open")
    PAID = "paid", pgettext_lazy("state of a payment", "Paid")
    CLOSED = "closed", pgettext_lazy("state of a payment", "Closed without money")


class RefundState(models.TextChoices):
    """How far money is on its way back."""

    WISHED = "wished", _("To be paid back")
    PENDING = "pending", _("On its way")
    DONE = "done", _("Paid back")
    FAILED = "failed", _("Failed; the office looks after it")


class Presence(models.TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", _("Was there")
    ABSENT = "absent", _("Was not there")
    EXCUSED = "excused", _("Excused")


class MaterialFor(models.TextChoices):
    """From when participants see a material."""

    BEFORE = "before", _("At once")
    AFTER = "after", _("After the last date")
