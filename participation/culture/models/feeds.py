"""Calendars that institutions bring along."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.culture.models.choices import (
    Audience,
    FeedKind,
    FeedState,
    Genre,
    Visibility,
)
from participation.culture.models.institutions import (
    Institution,
    latitude_field,
    longitude_field,
)

ADDRESS_LENGTH = 1000


class Feed(models.Model):
    """A calendar of an institution: where it is, how its events are seen, how it is doing.

    ``etag`` and ``modified`` are the server's words, sent back as they came (RFC 9110). ``error``
    is one sentence in the institution's language; events stay as they were while there is one.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="feeds")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=FeedKind.choices)
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH, blank=True)
    username = models.CharField(_("user name"), max_length=120, blank=True)
    secret = models.TextField(_("password"), blank=True, editable=False)
    """Encrypted; see ``domain``."""

    visibility = models.CharField(
        _("who sees its events"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    genre = models.CharField(_("genre"), max_length=20, choices=Genre.choices, default=Genre.OTHER)
    audience = models.CharField(
        _("audience"), max_length=20, choices=Audience.choices, default=Audience.EVERYBODY
    )
    place = models.CharField(_("place where none is given"), max_length=200, blank=True)
    latitude = latitude_field()
    longitude = longitude_field()

    state = models.CharField(
        _("state"), max_length=10, choices=FeedState.choices, default=FeedState.NEW
    )
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of what was read last, for servers that know neither."""
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    error = models.CharField(_("what is wrong"), max_length=500, blank=True)
    last_try = models.DateTimeField(_("last tried"), null=True, blank=True)
    last_good = models.DateTimeField(_("last read"), null=True, blank=True)
    read_whole_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When its events were last worked out; what repeats reaches further with time."""
    next_try = models.DateTimeField(_("next try"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        ordering = ["institution", "name", "pk"]
        verbose_name = _("calendar of an institution")
        verbose_name_plural = _("calendars of institutions")
        indexes = [models.Index(fields=["next_try"], name="culture_feed_next_try")]

    def __str__(self) -> str:
        return self.name


class FeedProblem(models.Model):
    """An event of a calendar that was not taken over, with the reason; renewed by each read."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="problems")
    uid = models.CharField(_("UID"), max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("noticed"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("problem of a calendar")
        verbose_name_plural = _("problems of calendars")

    def __str__(self) -> str:
        return f"{self.title or self.uid}: {self.reason}"
