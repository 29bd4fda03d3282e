"""The page cache's journal."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PageChange(models.Model):
    """What a transaction has touched; written and read by ``cms.core.page_cache.changes``."""

    touches_pages = False

    transaction = models.BigIntegerField()
    tags = ArrayField(models.TextField())
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["transaction"], name="page_change_transaction"),
            models.Index(fields=["at"], name="page_change_at"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.tags)
