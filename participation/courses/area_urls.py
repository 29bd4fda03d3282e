"""Addresses of a provider's area."""

from django.urls import path

from participation.courses.views.area import bookings, courses, people, pictures, runs

AREA = "<int:pk>/"
COURSE = f"{AREA}kurse/<int:course>/"
RUN = f"{AREA}durchgaenge/<int:run>/"

urlpatterns = [
    path(AREA, courses.overview, name="my_provider"),
    path(f"{AREA}profil/", people.profile, name="my_provider_profile"),
    path(f"{AREA}mitglieder/", people.members, name="my_course_members"),
    path(f"{AREA}kurse/neu/", courses.new, name="my_course_new"),
    path(COURSE, courses.course, name="my_course"),
    path(f"{COURSE}bearbeiten/", courses.edit, name="my_course_edit"),
    path(f"{COURSE}bild/", pictures.picture, name="my_course_picture"),
    path(f"{COURSE}sprache/<slug:code>/", courses.text, name="my_course_text"),
    path(f"{COURSE}durchgaenge/neu/", runs.new, name="my_run_new"),
    path(f"{AREA}durchgaenge/", runs.runs, name="my_runs"),
    path(RUN, runs.run, name="my_run"),
    path(f"{RUN}bearbeiten/", runs.edit, name="my_run_edit"),
    path(f"{RUN}termine/", runs.dates, name="my_run_dates"),
    path(f"{RUN}termine/<int:number>/", runs.session, name="my_session"),
    path(f"{RUN}buchungen/<int:booking>/", bookings.cancel, name="my_booking_cancel"),
    path(f"{RUN}teilnehmende.<slug:ending>", runs.participants, name="my_participants"),
]
