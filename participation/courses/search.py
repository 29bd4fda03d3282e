"""Courses and who offers them can be found, in every language they are written in."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from cms.core.search import Draft, Section, Source, register_source
from participation.courses import digcomp
from participation.courses.models import Course, CourseText, Provider
from participation.courses.models.choices import ProviderState

SECTION = Section("courses", _("Courses"))


def _draft(course: Course, said: Course | CourseText) -> Draft | None:
    """A course's words in one language, with what one can do afterwards."""
    if not course.is_public:
        return None
    competences = (digcomp.COMPETENCES.get(code) for code in course.competences)
    able = [str(each.words) for each in competences if each]
    return Draft(
        title=said.title,
        language=said.language,
        section=SECTION.key,
        introduction=said.summary,
        text=" ".join([said.text, said.requirements, course.provider.name]),
        hidden=" ".join(able) if said.language == course.language else "",
    )


@register_source
class Courses(Source):
    """Courses of the catalogue in their own words."""

    key = "course"
    model = Course
    sections = (SECTION,)

    def rows(self) -> Iterable[Course]:
        """In batches."""
        return Course.objects.public().select_related("provider").iterator(chunk_size=500)

    def draft(self, row: Course) -> Draft | None:
        """Its own words."""
        return _draft(row, row)

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Course.objects.public().filter(pk__in=[int(number) for number in numbers])
        return {str(row.pk): row.get_absolute_url() for row in found.only("pk", "title")}


@register_source
class CourseTexts(Source):
    """The same in other languages."""

    key = "course-text"
    model = CourseText
    sections = ()

    def rows(self) -> Iterable[CourseText]:
        """In batches."""
        found = CourseText.objects.filter(course__in=Course.objects.public().values("pk"))
        return found.select_related("course__provider").iterator(chunk_size=500)

    def draft(self, row: CourseText) -> Draft | None:
        """The course in the text's language."""
        return _draft(row.course, row)

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = CourseText.objects.filter(pk__in=[int(number) for number in numbers])
        found = found.filter(course__in=Course.objects.public().values("pk"))
        return {
            str(row.pk): row.course.get_absolute_url() for row in found.select_related("course")
        }


@register_source
class Providers(Source):
    """Who offers courses."""

    key = "course-provider"
    model = Provider
    sections = (Section("course-providers", _("Course providers")),)

    def rows(self) -> Iterable[Provider]:
        """In batches."""
        return Provider.objects.public().iterator(chunk_size=500)

    def draft(self, row: Provider) -> Draft | None:
        """Name and what it does."""
        if row.state != ProviderState.ACTIVE:
            return None
        return Draft(
            title=row.name, language="de", section="course-providers", text=row.description
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Provider.objects.public().filter(pk__in=[int(number) for number in numbers])
        return {str(row.pk): row.get_absolute_url() for row in found}
