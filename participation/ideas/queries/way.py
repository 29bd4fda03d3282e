"""The way to the list of ideas in the reader's language."""

from cms.core.sections import SiteSection
from participation.ideas.models import IdeaIndexPage

ideas_section = SiteSection("ideas", IdeaIndexPage)
