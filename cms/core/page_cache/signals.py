"""What touches which pages. Connected once, by the app's configuration.

===============================  ================================================================
a page is published, unpublished  itself in all languages, the pages below and above that show it,
or deleted                        lists of its type, pages that mention it
a page moves or its slug changes  everything, since any text may link to it
a snippet, row or picture is      the pages that read its table
saved or deleted
menus, settings, languages,       everything
restrictions
===============================  ================================================================
"""

from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.core.page_cache import tags
from cms.core.page_cache.changes import is_bundled, touch
from cms.core.page_cache.memory import EVERYTHING


def connect() -> None:
    """Listen to every way in which content changes."""
    post_save.connect(saved, dispatch_uid="page_cache")
    post_delete.connect(deleted, dispatch_uid="page_cache")
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="page_cache")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(address_changed, dispatch_uid="page_cache")


def saved(
    sender: type[Model],
    instance: Any,
    created: bool,
    update_fields: Any = None,
    raw: bool = False,
    **_others: Any,
) -> None:
    """A row was written. Drafts write a few fields of a page only and touch nothing."""
    if is_bundled():
        return
    if issubclass(sender, Page):
        if instance.live and update_fields is None:
            touch(tags_of(instance))
        return
    # A picture just uploaded is on no page yet.
    if not (created and issubclass(sender, tags.FILES)):
        _touch_row(sender, instance, update_fields)


def deleted(sender: type[Model], instance: Any, **_others: Any) -> None:
    """A row was deleted."""
    if is_bundled():
        return
    if issubclass(sender, Page):
        touch(tags_of(instance))
    else:
        _touch_row(sender, instance)


def page_changed(sender: type[Page], instance: Page, **_others: Any) -> None:
    """A page was published or unpublished."""
    if not is_bundled():
        touch(tags_of(instance))


def address_changed(sender: Any, **_others: Any) -> None:
    """A page has another address now."""
    touch([EVERYTHING])


def tags_of(page: Page) -> set[str]:
    """What shows the page: itself, its parent, lists of its type, whoever mentions it."""
    found = {tags.page_tag(page), tags.table_tag(page.specific_class or type(page))}
    # A page that is deleted with the one above it has no parent any more.
    parent = Page.objects.filter(path=page.path[: -page.steplen]).first()
    if parent is not None:
        found.add(tags.below_tag(parent))
    return found | _mentions(page)


def _mentions(page: Page) -> set[str]:
    """Tags of pages whose texts, blocks or fields refer to the page in one of its languages."""
    twins = Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    references = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(Page),
        to_object_id__in=[str(pk) for pk in twins],
    )
    sources = set(references.values_list("base_content_type__model", "object_id").distinct())
    found = {EVERYTHING for model, _pk in sources if model == "menu"}
    pages = [int(pk) for model, pk in sources if model == "page"]
    keys = Page.objects.filter(Q(pk__in=pages)).values_list("translation_key", flat=True)
    return found | {f"page:{key}" for key in (keys if pages else ())}


def _touch_row(sender: type[Model], row: Any, update_fields: Any = None) -> None:
    tag = tags.tag_of_model(sender)
    if tag is None:
        return
    apart = tags.column_tags(sender)
    if apart and update_fields and set(update_fields) <= set(apart):
        touch({*(apart[name] for name in update_fields), tags.row_tag(sender, row.pk)})
        return
    found = {tag}
    if tags.page_type_of_row(sender) is not None:
        # A row saved by itself; with its page, the page's own tags come too.
        field = next(f for f in sender._meta.get_fields() if isinstance(f, tags.ParentalKey))
        page = getattr(row, field.name, None)
        found |= {tags.page_tag(page)} if page else set()
    touch(found)
