"""Keeps the index up to date with what is saved, published, deleted, closed and opened."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from cms.core.search import index
from cms.core.search.registry import sources


def connect() -> None:
    """Listen to the models of all sources; to publishing instead of saving where it is a page."""
    for signal in (page_published, page_unpublished):
        signal.connect(saved, dispatch_uid="search")
    post_save.connect(saved, dispatch_uid="search")
    post_delete.connect(deleted, dispatch_uid="search")
    for signal in (post_save, post_delete):
        for model in (PageViewRestriction, CollectionViewRestriction):
            signal.connect(restricted, sender=model, dispatch_uid="search_restrictions")


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


def restricted(sender: type[Model], instance: Any, origin: Any = None, **_signal: Any) -> None:
    """Index anew what a restriction closes or opens, unless it goes together with that."""
    if issubclass(getattr(origin, "model", type(origin)), Page | Collection):
        return
    if issubclass(sender, PageViewRestriction):
        rows: Any = Page.objects.descendant_of(instance.page, inclusive=True).live()
    else:
        closed = instance.collection.get_descendants(inclusive=True)
        rows = get_document_model().objects.filter(collection__in=closed)
    for row in rows.iterator():
        saved(type(row), row)
