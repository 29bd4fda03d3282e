"""What a provider's people are told by the courses office."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.models import User
from participation.courses.models import Course, Provider, ProviderMembership
from participation.courses.models.choices import Role


def managers(provider: Provider) -> list[User]:
    """Everybody who manages its courses."""
    found = provider.members.filter(role=Role.MANAGER).select_related("user")
    return [member.user for member in found if member.user.is_active]


def released(*, course: Course) -> None:
    """Say that a course is in the catalogue."""
    for person in managers(course.provider):
        with translation.override(person.language):
            letter = Letter(
                subject=_("Your course is in the catalogue"),
                paragraphs=[
                    _("“%(title)s” is released: everybody can see and book it now.")
                    % {"title": course.title}
                ],
                links=[(_("See it in the catalogue"), course.get_absolute_url())],
            )
            send(letter, to=person.email, language=person.language)


def given_back(*, course: Course, reason: str) -> None:
    """Say what has to be changed."""
    for person in managers(course.provider):
        with translation.override(person.language):
            path = reverse("my_course", args=[course.provider_id, course.pk])
            letter = Letter(
                subject=_("Please change your course"),
                paragraphs=[
                    _("We cannot release “%(title)s” yet.") % {"title": course.title},
                    _("The reason: %(reason)s") % {"reason": reason},
                ],
                links=[(_("Change the course"), path)],
            )
            send(letter, to=person.email, language=person.language)


def joined(*, membership: ProviderMembership) -> None:
    """Say that somebody acts for a provider now, and how to sign in."""
    person, provider = membership.user, membership.provider
    with translation.override(person.language):
        path = reverse("my_provider", args=[provider.pk])
        letter = Letter(
            subject=_("You act for %(name)s now") % {"name": provider},
            paragraphs=[
                _("%(name)s has made you a member for its courses.") % {"name": provider},
                _(
                    "Sign in with this e-mail address: by a code that is mailed, "
                    "or by your password."
                ),
            ],
            facts=[(_("Your role"), str(Role(membership.role).label))],
            links=[(_("The provider's area"), path)],
        )
        send(letter, to=person.email, language=person.language)
