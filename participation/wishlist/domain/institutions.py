"""Verbs about institutions: apply, verify, decline, suspend; and what the office must agree to."""

from datetime import date
from typing import Any
from uuid import UUID

from crowdfunding_lite.models import Receiver
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.links import domain as links
from cms.users.models import User
from participation.wishlist.domain import confirmations, files, institution_letters
from participation.wishlist.domain.rules import NotAllowedError, locked, note
from participation.wishlist.models import Confirmation, Institution, InstitutionStep, Membership
from participation.wishlist.models.choices import InstitutionState, Role
from participation.wishlist.models.institutions import receipts_until


def apply(
    *,
    key: UUID,
    language: str,
    words: dict[str, Any],
    bank: dict[str, str],
    applicant: User | None = None,
    email: str = "",
    paper: File | None = None,
    logo: File | None = None,
) -> Institution:
    """Store an application; the same key again gives the one that is there.

    ``words`` are fields of :class:`Institution`, ``bank`` of its receiver. Without an applicant a
    mail asks whether the address is right, and the application waits for that.
    """
    try:
        with transaction.atomic():
            receiver = Receiver.objects.create(name=words["name"], is_active=False, **bank)
            institution = Institution.objects.create(
                receiver=receiver,
                application_key=key,
                language=language,
                application_email="" if applicant else email.lower(),
                tax_valid_until=receipts_until(words["tax_status"], words.get("tax_notice_on")),
                **words,
            )
            _keep_files(institution, paper, logo, applicant)
            if applicant is not None:
                arrive(institution=institution, applicant=applicant)
            else:
                confirmations.ask(
                    email=email,
                    action=confirmations.INSTITUTION,
                    institution=institution,
                    language=language,
                )
    except IntegrityError:
        return Institution.objects.get(application_key=key)
    return institution


def _keep_files(
    institution: Institution, paper: File | None, logo: File | None, by: User | None
) -> None:
    if paper:
        institution.tax_document = files.keep_paper(file=paper, by=by)
    if logo:
        institution.logo = files.keep_logo(institution=institution, file=logo, by=by)
    institution.save(update_fields=["tax_document", "logo"])


def arrive(*, institution: Institution, applicant: User) -> None:
    """A confirmed application waits for the office; whoever sent it owns the institution."""
    Membership.objects.create(institution=institution, user=applicant, role=Role.OWNER)
    _enter(institution, InstitutionState.APPLIED, by=applicant)
    institution_letters.received(institution=institution, to=applicant)


def confirm_application(*, asked: Confirmation, person: User) -> None:
    """The link in the mail was pressed."""
    assert asked.institution is not None  # noqa: S101 – narrows the type
    institution = locked(asked.institution)
    if institution.state != InstitutionState.UNCONFIRMED:
        raise NotAllowedError(_("This application has been confirmed already."))
    note(institution, application_email="")
    arrive(institution=institution, applicant=person)


def verify(
    *, institution: Institution, by: User, tax_valid_until: date | None = None
) -> Institution:
    """The office has checked the papers: the institution is public and may publish wishes.

    ``tax_valid_until`` corrects the day that follows from the notice's date.
    """
    with transaction.atomic():
        institution = locked(institution)
        if institution.state == InstitutionState.UNCONFIRMED:
            raise NotAllowedError(_("Nobody has confirmed this application yet."))
        if tax_valid_until is not None:
            note(institution, tax_valid_until=tax_valid_until)
        note(institution, verified_at=institution.verified_at or timezone.now())
        _enter(institution, InstitutionState.VERIFIED, by=by)
        institution_letters.decided(institution=institution, reason="")
    return institution


def decline(*, institution: Institution, by: User, reason: str) -> Institution:
    """Say no to an application, with the reason. NotAllowedError once it was verified."""
    with transaction.atomic():
        institution = locked(institution)
        if institution.state not in (InstitutionState.APPLIED, InstitutionState.DECLINED):
            raise NotAllowedError(_("Only an application that waits can be declined."))
        _enter(institution, InstitutionState.DECLINED, by=by, reason=reason)
        institution_letters.decided(institution=institution, reason=reason)
    return institution


def suspend(*, institution: Institution, by: User, reason: str) -> Institution:
    """Take a verified institution off the list; its wishes can no longer be given to.

    What has been given stays in the books, and the pages of its wishes stay readable.
    """
    with transaction.atomic():
        institution = locked(institution)
        if institution.state != InstitutionState.VERIFIED:
            raise NotAllowedError(_("Only a verified institution can be suspended."))
        _enter(institution, InstitutionState.SUSPENDED, by=by, reason=reason)
        institution_letters.decided(institution=institution, reason=reason)
    return institution


def _enter(institution: Institution, state: str, *, by: User | None, reason: str = "") -> None:
    """Note the step, and let money and pictures follow."""
    note(institution, state=state)
    InstitutionStep.objects.create(institution=institution, state=state, by=by, reason=reason)
    receiver = institution.receiver
    note(receiver, is_active=institution.is_public, name=institution.name)
    files.open_or_close(images=[institution.logo], public=institution.is_public)


def change_profile(
    *,
    institution: Institution,
    by: User,
    words: dict[str, Any],
    logo: File | None = None,
    without_logo: bool = False,
) -> Institution:
    """Change what does not need the office: words, address, contact, logo."""
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
    waiting = Confirmation.objects.filter(expires_at__gt=now, institution__isnull=False)
    old = Institution.objects.filter(state=InstitutionState.UNCONFIRMED)
    old = old.exclude(pk__in=waiting.values("institution"))
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            found = Institution.objects.select_for_update(of=("self",)).filter(
                pk=pk, state=InstitutionState.UNCONFIRMED
            )
            institution = found.first()
            if institution is None:
                continue
            receiver = institution.receiver
            stored: list[Any] = [institution.logo, institution.tax_document]
            institution.delete()
            receiver.delete()
            for file in filter(None, stored):
                file.delete()
            expired += 1
    links.forget_old(Confirmation.objects.all())
    return expired
