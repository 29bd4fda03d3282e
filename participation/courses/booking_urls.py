"""Addresses of bookings, certificates and the teacher's pages."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from participation.courses.views import book, checks, own, papers, teaching

urlpatterns = [
    path(pgettext_lazy("address", "date/<int:pk>/"), book.book, name="run"),
    path(pgettext_lazy("address", "booking/<slug:key>/"), own.booking, name="booking"),
    path(pgettext_lazy("address", "booking/<slug:key>/paid/"), own.paid, name="paid"),
    path(
        pgettext_lazy("address", "booking/<slug:key>/dates.ics"),
        papers.calendar,
        name="booking_calendar",
    ),
    path(pgettext_lazy("address", "booking/<slug:key>/codes/"), papers.codes, name="codes"),
    path(
        pgettext_lazy("address", "booking/<slug:key>/material/<int:pk>/"),
        papers.material,
        name="material",
    ),
    path(
        pgettext_lazy("address", "booking/<slug:key>/certificate/<slug:number>.pdf"),
        papers.certificate,
        name="certificate",
    ),
    path(pgettext_lazy("address", "code/<slug:key>.svg"), papers.code, name="code"),
    path(pgettext_lazy("address", "certificate/<slug:code>/"), checks.verify, name="verify"),
    path(pgettext_lazy("address", "feedback/<slug:key>/"), checks.feedback, name="feedback"),
    path(
        pgettext_lazy("address", "my-calendar/<slug:key>.ics"),
        papers.my_calendar,
        name="my_calendar",
    ),
    path(pgettext_lazy("address", "door/<slug:key>/"), teaching.check_in, name="check_in"),
    path(pgettext_lazy("address", "teaching/<int:pk>/"), teaching.overview, name="teach"),
    path(pgettext_lazy("address", "teaching/<int:pk>/message/"), teaching.message, name="message"),
    path(
        pgettext_lazy("address", "teaching/<int:pk>/materials/"),
        teaching.materials,
        name="materials",
    ),
    path(
        pgettext_lazy("address", "teaching/<int:pk>/feedback/"),
        teaching.feedback,
        name="run_feedback",
    ),
    path(
        pgettext_lazy("address", "teaching/<int:pk>/paid/<int:booking>/"),
        teaching.paid_on_site,
        name="paid_on_site",
    ),
    path(
        pgettext_lazy("address", "teaching/<int:pk>/<int:session>/"),
        teaching.register,
        name="register",
    ),
]
