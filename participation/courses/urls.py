"""Addresses of courses, runs and bookings; the catalogue itself is a page."""

from django.urls import URLPattern, path
from django.utils.translation import pgettext_lazy

from participation.courses import booking_urls
from participation.courses.views import catalogue, course, interest

app_name = "courses"
urlpatterns: list[URLPattern] = [
    *booking_urls.urlpatterns,
    path(pgettext_lazy("address", "months/"), catalogue.by_month, name="month"),
    path(pgettext_lazy("address", "map/"), catalogue.by_place, name="map"),
    path(pgettext_lazy("address", "providers/"), course.providers, name="providers"),
    path(
        pgettext_lazy("address", "providers/<int:pk>-<slug:slug>/"),
        course.provider,
        name="provider",
    ),
    path(pgettext_lazy("address", "<int:pk>/interest/"), interest.interest, name="interest"),
    path(
        pgettext_lazy("address", "interested/<slug:key>/"), interest.interested, name="interested"
    ),
    path(
        pgettext_lazy("address", "not-interested/<slug:key>/"),
        interest.not_interested,
        name="not_interested",
    ),
    path("<int:pk>-<slug:slug>/", course.detail, name="course"),
    path(pgettext_lazy("address", "<int:pk>/dates.ics"), course.calendar, name="course_calendar"),
]
