"""The way to the section of culture in the reader's language."""

from cms.core.sections import SiteSection
from participation.culture.models import CultureIndexPage

culture_section = SiteSection("culture", CultureIndexPage)
