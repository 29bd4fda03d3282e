"""Addresses of the members' area."""

urlpatterns: list = []
