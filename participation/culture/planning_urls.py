"""Addresses of planning, part of the members' area's."""

from django.urls import path

from participation.culture.views.area import calendars, collisions, planning, private

OWN = "einrichtungen/<int:pk>/"

urlpatterns = [
    path(f"{OWN}termine/", planning.listing, name="culture_events"),
    path(f"{OWN}termine/neu/", planning.new, name="culture_event_new"),
    path(f"{OWN}termine/<int:event>/", planning.edit, name="culture_event_edit"),
    path(f"{OWN}kalender/", calendars.listing, name="culture_calendars"),
    path(f"{OWN}kalender/neu/", calendars.new, name="culture_calendar_new"),
    path(f"{OWN}kalender/<int:feed>/", calendars.detail, name="culture_calendar"),
    path(f"{OWN}kalender/<int:feed>/bearbeiten/", calendars.edit, name="culture_calendar_edit"),
    path("ueberschneidungen/", collisions.listing, name="culture_collisions"),
    path("privat/", private.listing, name="culture_private_feeds"),
]
