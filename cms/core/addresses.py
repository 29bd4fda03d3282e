"""The same address in the site's languages, for views that are no pages of the tree."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from cms.core.models.pages import LanguageVersion


def versions_of_address(request: HttpRequest, *, path: str = "") -> list[LanguageVersion]:
    """One entry per language; empty where no view of ours answers or it speaks one language.

    ``path`` stands for the address with its query where that is not to be kept.
    """
    match = request.resolver_match
    if match is None or match.url_name == "wagtail_serve":
        return []
    path, current = path or request.get_full_path(), get_language()
    versions = [
        LanguageVersion(code, label, translate_url(path, code), True, code == current)
        for code, label in settings.LANGUAGE_LABELS.items()
    ]
    return versions if len({version.url for version in versions}) > 1 else []
