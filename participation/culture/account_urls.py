"""Addresses of the members' area."""

from django.urls import include, path

from participation.culture.views.area import (
    board,
    bookings,
    dates,
    documents,
    groups,
    institution,
    joint,
    overview,
    partners,
    resources,
)

OWN = "einrichtungen/<int:pk>/"
GROUP = "gruppen/<int:pk>/"
EVENT = "veranstaltungen/<int:pk>/mitwirkende/"

urlpatterns = [
    path("", include("participation.culture.planning_urls")),
    path("", overview.overview, name="culture_area"),
    path("partnerkalender/", dates.listing, name="culture_known_events"),
    path("partnerkalender/<int:pk>/", dates.detail, name="culture_known_event"),
    path("partner/", partners.listing, name="culture_partners"),
    path("partner/<int:pk>/", partners.detail, name="culture_partner"),
    path(OWN, institution.start, name="culture_institution"),
    path(f"{OWN}profil/", institution.profile, name="culture_profile"),
    path(f"{OWN}mitglieder/", institution.members, name="culture_members"),
    path(f"{OWN}ressourcen/", resources.own, name="culture_own_resources"),
    path(f"{OWN}ressourcen/neu/", resources.new, name="culture_resource_new"),
    path("ressourcen/", resources.listing, name="culture_resources"),
    path("ressourcen/<int:pk>/", resources.detail, name="culture_resource"),
    path("ressourcen/<int:pk>/anfragen/", resources.ask, name="culture_resource_ask"),
    path("ressourcen/<int:pk>/bearbeiten/", resources.edit, name="culture_resource_edit"),
    path("buchungen/", bookings.listing, name="culture_bookings"),
    path("buchungen/<int:pk>/", bookings.detail, name="culture_booking"),
    path("pinnwand/", board.listing, name="culture_board"),
    path("pinnwand/neu/", board.new, name="culture_post_new"),
    path("pinnwand/mails/", board.interest, name="culture_interest"),
    path("pinnwand/<int:pk>/", board.detail, name="culture_post"),
    path("pinnwand/<int:pk>/bearbeiten/", board.edit, name="culture_post_edit"),
    path("gruppen/", groups.listing, name="culture_groups"),
    path("gruppen/neu/", groups.new, name="culture_group_new"),
    path(GROUP, groups.detail, name="culture_group"),
    path(f"{GROUP}fragen/", groups.ask, name="culture_group_ask"),
    path(f"{GROUP}termine/neu/", groups.add_date, name="culture_group_date_new"),
    path(f"{GROUP}termine/<int:date>/", groups.remove_date, name="culture_group_date"),
    path(f"{GROUP}dateien/neu/", groups.add_document, name="culture_group_document_new"),
    path(f"{GROUP}gruppe.ics", groups.calendar, name="culture_group_calendar"),
    path("dokumente/", documents.listing, name="culture_documents"),
    path("dokumente/neu/", documents.new, name="culture_document_new"),
    path("dokumente/<int:pk>/datei/", documents.file, name="culture_document"),
    path("dokumente/<int:pk>/loeschen/", documents.remove, name="culture_document_remove"),
    path(EVENT, joint.parts, name="culture_parts"),
    path(f"{EVENT}fragen/", joint.ask, name="culture_parts_ask"),
    path(f"{EVENT}<int:part>/", joint.edit, name="culture_part"),
]
