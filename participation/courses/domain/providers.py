"""Verbs about institutions that offer courses, and who acts for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.users.domain import account_of_proven_address
from cms.users.models import User
from participation.courses.domain import office_letters
from participation.courses.domain.courses import index_texts
from participation.courses.domain.rules import NotAllowedError, note
from participation.courses.models import Provider, ProviderMembership, Run
from participation.courses.models.choices import ProviderState, Role
from participation.courses.models.runs import SHOWN

MOST_MEMBERS = 60
STILL_TO_COME = gettext_lazy(
    "Runs of this provider are still to come. They have to be cancelled first."
)


def create_provider(*, words: dict[str, Any]) -> Provider:
    """Let an institution offer courses. ``words`` are fields of :class:`Provider`."""
    return Provider.objects.create(**words)


def change_provider(*, provider: Provider, words: dict[str, Any]) -> Provider:
    """Change what is said of it."""
    with transaction.atomic():
        provider = locked(provider)
        note(provider, **words)
    return provider


def locked(provider: Provider) -> Provider:
    """The provider's row, fresh and locked until the transaction ends."""
    return Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)


def pause(*, provider: Provider) -> Provider:
    """Show it and its courses nowhere. NotAllowedError while guests expect runs of it."""
    with transaction.atomic():
        provider = locked(provider)
        if runs_to_come(provider):
            raise NotAllowedError(str(STILL_TO_COME))
        note(provider, state=ProviderState.PAUSED)
    return provider


def runs_to_come(provider: Provider) -> bool:
    """Whether guests still expect something of it; asked of its courses in any state."""
    coming = Run.objects.filter(ends_at__gt=timezone.now(), state__in=SHOWN)
    return coming.filter(course__provider=provider).exists()


def resume(*, provider: Provider) -> Provider:
    """Show it again, and let the search find its courses."""
    with transaction.atomic():
        provider = locked(provider)
        note(provider, state=ProviderState.ACTIVE)
        for course in provider.courses.all():
            course.provider = provider
            course.save(update_fields=["changed_at"])
            index_texts(course)
    return provider


def add_member(*, provider: Provider, email: str, role: str, language: str) -> ProviderMembership:
    """Let somebody act for a provider, and write to them.

    Whoever has no account gets one without a password: only the reader of the address can sign in.
    NotAllowedError for a closed account and a member already.
    """
    with transaction.atomic():
        provider = locked(provider)
        if provider.members.filter(user__email__iexact=email).exists():
            raise NotAllowedError(_("This person is a member already."))
        if provider.members.count() >= MOST_MEMBERS:
            raise NotAllowedError(_("A provider has at most 60 members."))
        try:
            user = account_of_proven_address(email=email, language=language)
        except PermissionDenied as error:
            raise NotAllowedError(_("This account is closed.")) from error
        membership = join(provider=provider, user=user, role=role)
        office_letters.joined(membership=membership)
    return membership


def join(*, provider: Provider, user: User, role: str) -> ProviderMembership:
    """Make an account a member, or give it another role."""
    membership, _new = ProviderMembership.objects.update_or_create(
        provider=provider, user=user, defaults={"role": role}
    )
    return membership


def remove_member(*, membership: ProviderMembership) -> None:
    """End a membership, one's own too. NotAllowedError for the last manager."""
    with transaction.atomic():
        provider = locked(membership.provider)
        others = provider.members.filter(role=Role.MANAGER).exclude(pk=membership.pk)
        if membership.role == Role.MANAGER and not others.exists():
            raise NotAllowedError(_("This is the last manager. Make somebody else one first."))
        ProviderMembership.objects.filter(pk=membership.pk).delete()
