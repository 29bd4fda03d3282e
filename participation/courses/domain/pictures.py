"""The picture of a course: its provider's own, as public as the catalogue."""

from django.core.files.base import File
from django.db import transaction

from cms.core import received
from cms.core.models import CustomImage
from cms.users.models import User
from participation.courses.domain.courses import PICTURES, change_course, forget_picture
from participation.courses.models import Course


def show_picture(*, course: Course, file: File, description: str, by: User) -> Course:
    """Give the course a picture in place of the one it has. Raises NotAllowedError."""
    image = received.picture(file, name=f"kurs-{course.pk}", title=course.title)
    image.description, image.uploaded_by_user = description, by
    with transaction.atomic():
        image.collection = received.collection(PICTURES, closed=False)
        image.save()
        return _show(course, image)


def take_picture_away(*, course: Course) -> Course:
    """Show the course without a picture. Raises NotAllowedError."""
    with transaction.atomic():
        return _show(course, None)


def _show(course: Course, image: CustomImage | None) -> Course:
    old = course.picture
    course = change_course(course=course, words={"picture": image})
    forget_picture(old)
    return course
