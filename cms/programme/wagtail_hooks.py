"""What the programme adds to Wagtail's admin: guidelines and carriers."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.programme.models import Carrier, Guideline


class GuidelineViewSet(SnippetViewSet):
    """The guidelines. One in use cannot be deleted; Wagtail says where it is used."""

    model = Guideline
    icon = "list-ol"
    menu_label = _("Guidelines")
    list_display = ["number", "title", "locale"]
    list_filter = ["locale"]


class CarrierViewSet(SnippetViewSet):
    """Who carries projects."""

    model = Carrier
    icon = "group"
    menu_label = _("Carriers")
    list_display = ["short_name", "name", "locale"]
    list_filter = ["locale"]


class ProgrammeGroup(SnippetViewSetGroup):
    """What projects refer to."""

    items = (GuidelineViewSet, CarrierViewSet)
    menu_label = _("Programme")
    menu_icon = "tasks"
    menu_order = 200


register_snippet(ProgrammeGroup)
