"""What comes of a run: attendance, certificates, materials, messages, feedback."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.courses.models.bookings import Attendee, new_key
from participation.courses.models.choices import MaterialFor, Presence
from participation.courses.models.runs import Run, Session


class Attendance(models.Model):
    """Whether a participant was at a date."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="attendance")
    presence = models.CharField(_("presence"), max_length=10, choices=Presence.choices)
    by_code = models.BooleanField(_("by QR code"), default=False)
    at = models.DateTimeField(_("noted"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["session", "attendee"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.attendee_id} ({self.presence})"


class Certificate(models.Model):
    """That somebody took part. Never changed; ``revoked_at`` says that it no longer holds.

    ``digest`` is the SHA-256 of ``data`` as canonical JSON, which the paper shows; ``code`` is the
    unguessable part of the address that its QR code leads to. When the person's data go, ``data``
    is emptied and the digest stays, so that the paper in their hands can still be checked.
    """

    attendee = models.OneToOneField(
        Attendee, null=True, on_delete=models.SET_NULL, related_name="certificate"
    )
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("number"), max_length=30, unique=True)
    code = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    digest = models.CharField(max_length=64)
    data: Any = models.JSONField(_("what it says"), default=dict)
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Where everybody can check it."""
        return reverse("courses:verify", args=[self.code])


class CertificateSeries(models.Model):
    """The last number given in a year; its row is locked while the next one is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("numbers of certificates")
        verbose_name_plural = _("numbers of certificates")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Material(models.Model):
    """A file or link that participants of a run get."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=120)
    document = models.ForeignKey(
        "core.CustomDocument", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    url = models.URLField(_("link"), blank=True)
    shown = models.CharField(
        _("shown"), max_length=10, choices=MaterialFor.choices, default=MaterialFor.BEFORE
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self) -> str:
        return self.title


class RunMessage(models.Model):
    """What was told to everybody in a run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(_("subject"), max_length=160)
    text = models.TextField(_("message"), max_length=4000)
    recipients = models.PositiveIntegerField(_("sent to"), default=0)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    form_key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("message to a run")
        verbose_name_plural = _("messages to runs")

    def __str__(self) -> str:
        return self.subject


def _mark(label: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class Feedback(models.Model):
    """What somebody thought of a run. Nothing links it to a person: no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="feedback")
    overall = _mark(_("all in all"))
    content = _mark(_("content"))
    teaching = _mark(_("teaching"))
    access = _mark(_("place and accessibility"))
    good = models.TextField(_("what was good"), max_length=1000, blank=True)
    better = models.TextField(_("what could be better"), max_length=1000, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.overall}"
