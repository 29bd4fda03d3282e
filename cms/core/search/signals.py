"""Keeps the index up to date with what is saved, published and deleted."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.core.search import index
from cms.core.search.registry import sources


def connect() -> None:
    """Listen to the models of all sources; to publishing instead of saving where it is a page."""
    for signal in (page_published, page_unpublished):
        signal.connect(saved, dispatch_uid="search")
    post_save.connect(saved, dispatch_uid="search")
    post_delete.connect(deleted, dispatch_uid="search")


def saved(sender: type[Model], instance: Any, **signal: Any) -> None:
    """Index the row. A page that is saved without being published is a draft."""
    if "created" in signal and issubclass(sender, Page):
        return
    changed = signal.get("update_fields")
    for source in sources().values():
        if changed is not None and source.fields is not None and source.fields.isdisjoint(changed):
            continue
        if issubclass(sender, source.model):
            index.put(source=source, row=instance)


def deleted(sender: type[Model], instance: Any, **_signal: Any) -> None:
    """Take the row out."""
    for source in sources().values():
        if issubclass(sender, source.model):
            index.take_out(source=source, number=instance.pk)
