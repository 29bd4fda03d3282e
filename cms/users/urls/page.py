"""A view of django-allauth as a page of this site."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.generic import View

Words = str | Promise


def page(
    view: type[View], title: Words, *, template: str = "form", **context: Any
) -> Callable[..., Any]:
    """A view of django-allauth with a template of ours, its heading and whatever else it says.

    ``introduction`` stands below the heading, ``label`` on the button. What it shows of somebody
    is kept by no browser and no proxy.
    """
    made = view.as_view(
        template_name=f"account/{template}.html", extra_context={"title": title, **context}
    )
    return never_cache(made)
