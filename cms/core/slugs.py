"""Addresses of pages as German writes them: ``ü`` → ``ue``."""

from wagtail.admin.forms import WagtailAdminPageForm

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class PageForm(WagtailAdminPageForm):
    """The form of every page. It looks for a page of the same address under the one that is saved,
    not the one that was typed."""

    def clean_slug(self) -> str:
        """The slug without umlauts."""
        slug: str = self.cleaned_data["slug"]
        return slug.translate(UMLAUTS)
