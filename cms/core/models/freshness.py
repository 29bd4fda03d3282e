"""When a page's words changed, and when somebody should look at them again."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


class Freshness(Page):
    """Knows the day on which a page's words last changed.

    Those of a translation count as changed, too, when somebody publishes them as they are: whoever
    does has looked at them.
    A change of facts (a stage, a date, money) is none of its words and makes no translation stale;
    ``last_published_at`` would say so. Hence a digest of the texts a translator would see.
    """

    review_on = models.DateField(
        _("review on"),
        null=True,
        blank=True,
        help_text=_("From this day on the dashboard asks editors whether the page is still right."),
    )
    words_digest = models.CharField(max_length=64, editable=False, default="", blank=True)
    words_changed_at = models.DateTimeField(editable=False, null=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note a change of words of a live page; drafts do not count."""
        if self.live:
            self._note_words()
        super().save(*args, **kwargs)

    def _note_words(self) -> None:
        # Compared with the stored row: a revision carries the digest of the day it was written.
        manager = type(self)._base_manager
        names = ("words_digest", "words_changed_at", "last_published_at")
        stored = manager.filter(pk=self.pk).values_list(*names).first()
        digest, changed_at, published_at = stored or ("", None, None)
        self.words_digest = _digest(self)
        if changed_at and digest == self.words_digest:
            is_published_anew = self.last_published_at != published_at
            if not is_published_anew or self.locale.language_code == settings.LANGUAGE_CODE:
                self.words_changed_at = changed_at
                return
        self.words_changed_at = timezone.now()

    @cached_property
    def is_older_than_original(self) -> bool:
        """Whether the German text has changed since this one did. One query for a translation."""
        if self.locale.language_code == settings.LANGUAGE_CODE or not self.words_changed_at:
            return False
        original = self.read_original()
        if original is None or not original.live or not original.words_changed_at:
            return False
        is_newer = original.words_changed_at > self.words_changed_at
        return is_newer and original.words_digest != self.words_digest

    def read_original(self) -> Any:
        """The German page, if there is one. One query."""
        found = type(self)._default_manager.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        return found.only("live", "words_changed_at", "words_digest").first()


def _digest(page: Any) -> str:
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            # Blocks get their ids when they are written, and extraction needs them.
            getattr(page, field.name).get_prep_value()
    segments = extract_segments(page)
    texts = [
        f"{segment.path}\x1f{segment.string.data}"
        for segment in segments
        if isinstance(segment, StringSegmentValue)
    ]
    return hashlib.sha256("\x1e".join(sorted(texts)).encode()).hexdigest()
