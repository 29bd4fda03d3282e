"""Much content at once: what is kept up to date with each save is made once at the end instead."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.page_cache.changes import bundled
from cms.core.search import index


@contextmanager
def at_once(report: Callable[[str], None] = lambda _title: None) -> Iterator[None]:
    """Index what the block has saved when it ends: for readers, for editors, and who mentions whom.

    With each save that takes as long as the saving itself. Belongs into a transaction, so that
    nobody meets content that cannot be found. Other processes forget all pages they keep.
    """
    with bundled():
        with ExitStack() as stack:
            stack.enter_context(disable_reference_index_auto_update())
            stack.enter_context(index.suspended())
            stack.enter_context(_editors_index_suspended())
            yield
        report("References between pages")
        call_command("rebuild_references_index", verbosity=0)
        report("Search")
        index.rebuild()
        call_command("update_index", verbosity=0)


@contextmanager
def _editors_index_suspended() -> Iterator[None]:
    """Wagtail's index, in which the admin searches."""
    models = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
