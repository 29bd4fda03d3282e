from allauth.core.internal import ratelimit
from django.apps import AppConfig
from django.core.cache import caches
from django.db.models.signals import post_migrate
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
        # Imported late: it needs the models.
        from allauth.mfa.signals import authenticator_added

        from cms.users.adapters import take_as_proof
        from cms.users.roles import name_groups

        authenticator_added.connect(take_as_proof, dispatch_uid="users")
        post_migrate.connect(name_groups, sender=self, dispatch_uid="users")
