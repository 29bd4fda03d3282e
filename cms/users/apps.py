from allauth.core.internal import ratelimit
from django.apps import AppConfig
from django.core.cache import caches
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = _("People")

    def ready(self) -> None:
        """Have tries to sign in counted where all processes see them.

        django-allauth counts in the default cache, which is each process's own unless there is a
        cache server, and has no setting for another; a test notices when it looks elsewhere.
        """
        ratelimit.cache = caches["shared"]
