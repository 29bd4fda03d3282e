"""Addresses of single wishes and what can be done with them; the list itself is a page."""

from django.urls import URLPattern

app_name = "wishlist"
urlpatterns: list[URLPattern] = []
