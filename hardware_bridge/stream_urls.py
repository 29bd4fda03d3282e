"""The address of the event stream, in no language."""

from django.urls import path

from hardware_bridge.views.stream import no_stream

urlpatterns = [path("", no_stream, name="live_stream")]
