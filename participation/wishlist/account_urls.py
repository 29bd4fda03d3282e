"""Addresses of the account's pages about donations and of an institution's own area."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
