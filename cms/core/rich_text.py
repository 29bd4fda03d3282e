"""Links to pages in running text."""

from django.utils.html import format_html
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.blocks.links import targets_of


class RememberedPageLinks(PageLinkHandler):
    """Links lead where blocks' links lead; Wagtail asks two or more times for every text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The opening tags. A link to a page that is gone leads nowhere."""
        pks = [int(attrs.get("id") or 0) for attrs in attrs_list]
        targets = targets_of(set(pks))
        found = (targets.get(pk) for pk in pks)
        return [format_html('<a href="{}">', each.href) if each else "<a>" for each in found]
