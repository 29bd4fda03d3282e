"""All addresses below the start of the service."""

from django.urls import path

from hardware_bridge.sensorthings.views import serve

urlpatterns = [path("", serve, name="sensorthings"), path("<path:path>", serve)]
