"""Addresses on labels."""

from django.urls import path

from hardware_bridge.views.short import short

urlpatterns = [path("<slug:slug>", short, name="hardware_short")]
