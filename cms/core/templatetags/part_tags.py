"""``{% part "name" vary … %} … {% endpart %}``: a part of a page that is the same for everybody."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from cms.core.page_cache import parts, reads
from cms.core.page_cache.middleware import PLAIN_QUERY

register = template.Library()
LONGEST_QUERY = 150
# Nothing of one reader can get into a part.
PERSONAL: dict[str, Any] = {"csrf_token": None, "user": None, "perms": None, "messages": ()}


class PartNode(Node):
    """Renders its content once for each language and each value of what it varies by."""

    def __init__(self, name: str, vary: list[FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.vary = vary
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The kept part, or its content, rendered without anything of the reader's."""
        # What is missing is None and not "": views without a page would share one part otherwise.
        vary = [each.resolve(context, ignore_failures=True) for each in self.vary]
        page = next((value for value in vary if isinstance(value, Page)), None)
        if None in vary:
            return SafeString(self.nodelist.render(context))
        values = (value.pk if isinstance(value, Page) else value for value in vary)

        def build() -> SafeString:
            with context.push(**PERSONAL):
                return SafeString(self.nodelist.render(context))

        key = (self.name, get_language(), *values)
        versions = (value.tables for value in vary if isinstance(value, reads.Version))
        versioned = reads.NO_TABLES.union(*versions)
        request = context.get("request")
        return parts.keep(key, build, request=request, page=page, versioned=versioned)


@register.filter
def plain_query(request: HttpRequest) -> str | None:
    """The query string where it only names a page of a list; None where it does more."""
    query = request.META.get("QUERY_STRING", "")
    return query if PLAIN_QUERY.fullmatch(query) else None


@register.filter
def query_of(request: HttpRequest, names: str) -> str | None:
    """What the query string says of some fields, of which alone a part depends.

    None where it says more than links of ours do.
    """
    said = [(name, value) for name in names.split() for value in request.GET.getlist(name)]
    query = urlencode(said)
    return query if len(query) <= LONGEST_QUERY else None


@register.tag("part")
def part(parser: Parser, token: Token) -> PartNode:
    """``name`` is unique in the project; a page among the values also says what it depends on.

    A value of None means that this one is not kept; a :class:`reads.Version` stands for tables.
    """
    _tag, name, *vary = token.split_contents()
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name.strip("\"'"), [parser.compile_filter(each) for each in vary], nodelist)
