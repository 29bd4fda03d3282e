"""Workshops and the shaping of ideas in Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.ideas.admin_views import shaping, workshops
from participation.ideas.admin_views.menu import PermittedItem

PERMISSION = "ideas.facilitate_idea"


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The facilitators' pages."""
    return [
        path("ideas/workshops/", workshops.workshop_list, name="idea_workshops"),
        path("ideas/workshops/<int:pk>/", workshops.workshop, name="idea_workshop"),
        path("ideas/workshops/results/<int:pk>/", workshops.result, name="idea_result"),
        path("ideas/shape/", shaping.ideas, name="shape_ideas"),
        path("ideas/shape/merge/", shaping.merge, name="merge_ideas"),
        path("ideas/<int:pk>/separate/", shaping.separate, name="separate_idea"),
        path("ideas/<int:pk>/split/", shaping.split, name="split_idea"),
        path("ideas/<int:pk>/sharpen/", shaping.sharpen, name="sharpen_idea"),
        path("ideas/<int:pk>/advance/", shaping.advance, name="advance_idea"),
    ]


@hooks.register("register_ideas_menu_item")
def workshops_item() -> MenuItem:
    """Workshops."""
    url = reverse("idea_workshops")
    return PermittedItem(_("Workshops"), url, permission=PERMISSION, icon_name="group", order=40)


@hooks.register("register_ideas_menu_item")
def shaping_item() -> MenuItem:
    """Ideas to sharpen, merge and split."""
    url = reverse("shape_ideas")
    label = _("Sharpen and merge")
    return PermittedItem(label, url, permission=PERMISSION, icon_name="edit", order=50)
