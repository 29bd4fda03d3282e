"""Entries of the admin's menu."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class PermittedItem(MenuItem):
    """An entry for those who have a permission."""

    def __init__(self, *args: Any, permission: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has it."""
        return request.user.has_perm(self.permission)
