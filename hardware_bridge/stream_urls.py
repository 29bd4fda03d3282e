"""Where event streams are asked for when no proxy leads there."""

from django.urls import path

from hardware_bridge.views.stream import stream

urlpatterns = [path("", stream, name="hardware_stream")]
