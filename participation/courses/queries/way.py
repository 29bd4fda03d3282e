"""The way to the catalogue of courses in the reader's language."""

from cms.core.sections import SiteSection
from participation.courses.models import CourseIndexPage

courses_section = SiteSection("courses", CourseIndexPage)
