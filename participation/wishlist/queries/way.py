"""The way to the wish list in the reader's language."""

from cms.core.sections import SiteSection
from participation.wishlist.models import WishIndexPage

wishes_section = SiteSection("wishes", WishIndexPage)
