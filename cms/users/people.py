"""Wagtail's own list of people, with the site's form."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    """In place of ``wagtail.users``: the same app, whose pages are ours where they differ."""

    user_viewset = "cms.users.people_views.PeopleViewSet"
