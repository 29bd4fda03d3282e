"""Addresses of courses, runs and bookings; the catalogue itself is a page."""

from django.urls import URLPattern

app_name = "courses"
urlpatterns: list[URLPattern] = []
