"""Files of forms that are to be sent once more."""

from django.http import HttpRequest

from cms.core.guards import is_too_often, who_asks
from participation.ideas.domain import attachments
from participation.ideas.forms.files import FilesForm

FORMS_PER_HOUR = 30
"""With files in them, of the same sender: each picture has to be drawn anew and stored."""


def keep_files(request: HttpRequest, form: FilesForm) -> bool:
    """Hold the good files of a form and show them in it; whether nothing is lost."""
    files = form.good_files
    if not any(files.values()):
        return True
    robot = form.data.get("website")
    if robot or is_too_often("idea-files", who_asks(request), most=FORMS_PER_HOUR, seconds=3600):
        return False
    attachments.hold(key=form.held_key, user=form.user, **files)
    form.show_held()
    return True
