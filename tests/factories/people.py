"""People who sign in, and messages from people who do not."""

import factory
from factory.django import DjangoModelFactory

from cms.pages.models import Enquiry
from cms.users.domain import create_account
from cms.users.models import User
from cms.users.roles import group_of

PASSWORD = "a-long-password-for-tests"


class UserFactory(DjangoModelFactory):
    """Somebody with an account and a confirmed address; ``role`` is one of ``cms.users.roles``."""

    email = factory.Sequence(lambda number: f"person-{number}@example.org")

    class Meta:
        model = User
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class, *args, role="", admin=False, **fields):
        user = create_account(password=PASSWORD, admin=admin, **fields)
        if role:
            user.groups.add(group_of(role))
        return user


class EnquiryFactory(DjangoModelFactory):
    """A message that has been stored."""

    kind = "contact"
    message = "Wann werden die Schließfächer aufgestellt?"
    name = "Erika Muster"
    email = "frage@example.org"
    language = "de"

    class Meta:
        model = Enquiry
