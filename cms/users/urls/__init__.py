"""Addresses of the account's pages, in German words under every language.

Most views are django-allauth's, under its own names, with the site's templates and headings.
"""

from allauth.usersessions import views as sessions
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cms.users import views
from cms.users.urls import connected, passwords, second_factor, sign_in
from cms.users.urls.page import page

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("angaben/", views.profile, name="account_profile"),
    path(
        "geraete/",
        page(
            sessions.ListUserSessionsView,
            _("Devices"),
            template="devices",
            introduction=_("Where you are signed in at present."),
        ),
        name="usersessions_list",
    ),
    path("daten/", views.personal_data, name="account_data"),
    path("daten/herunterladen/", views.export, name="account_data_export"),
    path("daten/loeschen/", views.erase, name="account_erase"),
    path(
        "daten/loeschen/bestaetigen/<str:token>/",
        views.confirm_erasure,
        name="account_erasure_confirm",
    ),
    path(
        "daten/loeschen/abbrechen/<str:token>/",
        views.cancel_erasure,
        name="account_erasure_cancel",
    ),
    path("daten/behalten/", views.keep_account, name="account_keep"),
    *sign_in.urlpatterns,
    *passwords.urlpatterns,
    *second_factor.urlpatterns,
    *connected.urlpatterns,
]
