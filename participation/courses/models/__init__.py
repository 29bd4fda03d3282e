"""Providers, their courses and runs, who books them, and what comes of it."""

from participation.courses.models.attending import (
    Attendance,
    Certificate,
    CertificateSeries,
    Feedback,
    Material,
    RunMessage,
)
from participation.courses.models.bookings import (
    Attendee,
    Booking,
    CalendarKey,
    Notice,
    Offer,
    WaitingListEntry,
)
from participation.courses.models.courses import Course, CourseStep, CourseText, Interest
from participation.courses.models.pages import CourseIndexPage
from participation.courses.models.payments import Payment, Refund
from participation.courses.models.providers import Provider, ProviderMembership
from participation.courses.models.runs import PriceCategory, Run, Session
from participation.courses.models.settings import CourseSettings

__all__ = [
    "Attendance",
    "Attendee",
    "Booking",
    "CalendarKey",
    "Certificate",
    "CertificateSeries",
    "Course",
    "CourseIndexPage",
    "CourseSettings",
    "CourseStep",
    "CourseText",
    "Feedback",
    "Interest",
    "Material",
    "Notice",
    "Offer",
    "Payment",
    "PriceCategory",
    "Provider",
    "ProviderMembership",
    "Refund",
    "Run",
    "RunMessage",
    "Session",
    "WaitingListEntry",
]
