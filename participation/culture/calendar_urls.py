"""Addresses of the public calendar, part of the section's."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from participation.culture.views import calendar, feeds, programme

urlpatterns = [
    path(pgettext_lazy("address", "calendar/"), calendar.calendar, name="calendar"),
    path(pgettext_lazy("address", "calendar.ics"), feeds.feed, name="feed"),
    path(pgettext_lazy("address", "calendar/programme.pdf"), programme.paper, name="programme"),
    path(pgettext_lazy("address", "calendar/programme.csv"), programme.table, name="table"),
    path(
        pgettext_lazy("address", "calendar/private/<slug:key>.ics"),
        feeds.private,
        name="private_feed",
    ),
    path(pgettext_lazy("address", "calendar/<int:pk>-<slug:slug>/"), calendar.event, name="event"),
    path(
        pgettext_lazy("address", "calendar/<int:pk>-<slug:slug>.ics"),
        feeds.event_file,
        name="event_file",
    ),
]
