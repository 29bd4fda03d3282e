"""Sign-ins of other sites that are connected to an account."""

from allauth.socialaccount import views as connected
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cms.users.urls.page import page

urlpatterns = [
    path(
        "verbunden/",
        page(connected.ConnectionsView, _("Connected sign-ins"), template="connected"),
        name="socialaccount_connections",
    ),
    path(
        "verbunden/registrieren/",
        page(
            connected.SignupView,
            _("One step is still to do"),
            introduction=_("Check your e-mail address; then your account is ready."),
            label=_("Register"),
        ),
        name="socialaccount_signup",
    ),
    path(
        "verbunden/abgebrochen/",
        page(
            connected.LoginCancelledView,
            _("You did not sign in"),
            template="words",
            introduction=_("You stopped on the way. You can start again or use another way."),
            entrance=True,
        ),
        name="socialaccount_login_cancelled",
    ),
    path(
        "verbunden/fehler/",
        page(
            connected.LoginErrorView,
            _("That did not work"),
            template="words",
            introduction=_("The other site did not let us sign you in. Please use another way."),
            entrance=True,
        ),
        name="socialaccount_login_error",
    ),
]
