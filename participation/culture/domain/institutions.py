"""Verbs about institutions: apply, verify, decline, suspend, change the profile."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.links import domain as links
from cms.users.models import User
from participation.culture.domain import files, letters
from participation.culture.domain.rules import NotAllowedError, locked, note, settings
from participation.culture.models import (
    Confirmation,
    Institution,
    InstitutionStep,
    Interest,
    Membership,
)
from participation.culture.models.choices import InstitutionState, Role


def apply(
    *,
    key: UUID,
    language: str,
    words: dict[str, Any],
    applicant: User | None = None,
    email: str = "",
    logo: File | None = None,
) -> Institution:
    """Store an application; the same key again gives the one that is there.

    ``words`` are fields of :class:`Institution`. Without an applicant a mail asks whether the
    address is right, and the application waits for that.
    """
    try:
        with transaction.atomic():
            institution = Institution.objects.create(
                application_key=key,
                language=language,
                application_email="" if applicant else email.lower(),
                **words,
            )
            if logo:
                kept = files.keep_logo(institution=institution, file=logo, by=applicant)
                note(institution, logo=kept)
            if applicant is not None:
                arrive(institution=institution, applicant=applicant)
            else:
                _ask(institution, email)
    except IntegrityError:
        return Institution.objects.get(application_key=key)
    return institution


def _ask(institution: Institution, email: str) -> None:
    """Mail the link that proves the address."""
    lasts = timedelta(hours=settings().unconfirmed_hours)
    fields = links.link_fields(email=email, language=institution.language, lasts=lasts)
    links.post(Confirmation.objects.create(institution=institution, **fields), letters.application)


def arrive(*, institution: Institution, applicant: User) -> None:
    """A confirmed application waits for the office; whoever sent it owns the institution."""
    Membership.objects.create(institution=institution, user=applicant, role=Role.OWNER)
    Interest.objects.get_or_create(user=applicant)
    _enter(institution, InstitutionState.APPLIED, by=applicant)
    letters.received(institution=institution, to=applicant)


def pending(key: str) -> Confirmation | None:
    """What a mailed link is for; None when it is forged, used or too old."""
    return links.waiting(Confirmation.objects.select_related("institution"), key)


def confirm(*, key: str) -> Institution:
    """The link in the mail was pressed. NotAllowedError when it is worthless by now."""
    with transaction.atomic():
        asked = links.waiting(Confirmation.objects.select_for_update(), key)
        if asked is None:
            raise NotAllowedError(_("This link is no longer valid"))
        institution = locked(asked.institution)
        person = links.account_of(asked, refuse=NotAllowedError)
        if institution.state != InstitutionState.UNCONFIRMED:
            raise NotAllowedError(_("This application has been confirmed already."))
        note(institution, application_email="")
        arrive(institution=institution, applicant=person)
        asked.delete()
    return institution


def verify(*, institution: Institution, by: User) -> Institution:
    """The office agrees: the institution's page is public, and its people are partners."""
    with transaction.atomic():
        institution = locked(institution)
        if institution.state == InstitutionState.UNCONFIRMED:
            raise NotAllowedError(_("Nobody has confirmed this application yet."))
        if institution.is_verified:
            raise NotAllowedError(_("This institution is verified already."))
        note(institution, verified_at=institution.verified_at or timezone.now())
        _enter(institution, InstitutionState.VERIFIED, by=by)
        letters.decided(institution=institution, reason="")
    return institution


def decline(*, institution: Institution, by: User, reason: str) -> Institution:
    """Say no to an application, with the reason. NotAllowedError once it was verified."""
    with transaction.atomic():
        institution = locked(institution)
        if institution.state != InstitutionState.APPLIED:
            raise NotAllowedError(_("Only an application that waits can be declined."))
        _enter(institution, InstitutionState.DECLINED, by=by, reason=reason)
        letters.decided(institution=institution, reason=reason)
    return institution


def suspend(*, institution: Institution, by: User, reason: str) -> Institution:
    """Take a verified institution out: its page and events are no longer shown."""
    with transaction.atomic():
        institution = locked(institution)
        if not institution.is_verified:
            raise NotAllowedError(_("Only a verified institution can be suspended."))
        _enter(institution, InstitutionState.SUSPENDED, by=by, reason=reason)
        letters.decided(institution=institution, reason=reason)
    return institution


def _enter(institution: Institution, state: str, *, by: User | None, reason: str = "") -> None:
    """Note the step, and let the logo follow."""
    note(institution, state=state)
    InstitutionStep.objects.create(institution=institution, state=state, by=by, reason=reason)
    files.open_or_close(images=[institution.logo], public=institution.is_verified)


def change_profile(
    *,
    institution: Institution,
    by: User,
    words: dict[str, Any],
    logo: File | None = None,
    without_logo: bool = False,
) -> Institution:
    """Change what it says of itself, at once."""
    with transaction.atomic():
        institution = locked(institution)
        note(institution, **words)
        if logo or without_logo:
            old = institution.logo
            new = files.keep_logo(institution=institution, file=logo, by=by) if logo else None
            note(institution, logo=new)
            if old is not None:
                old.delete()
    return institution


def expire_unconfirmed() -> int:
    """Delete applications whose link was not pressed in time, with their files; how many."""
    now, expired = timezone.now(), 0
    waiting = Confirmation.objects.filter(expires_at__gt=now)
    old = Institution.objects.filter(state=InstitutionState.UNCONFIRMED)
    old = old.exclude(pk__in=waiting.values("institution"))
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            institution = (
                Institution.objects.select_for_update(of=("self",))
                .filter(pk=pk, state=InstitutionState.UNCONFIRMED)
                .first()
            )
            if institution is None:
                continue
            logo = institution.logo
            institution.delete()
            if logo is not None:
                logo.delete()
            expired += 1
    links.forget_old(Confirmation.objects.all())
    return expired
