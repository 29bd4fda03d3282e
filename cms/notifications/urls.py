"""Addresses of notifications, below the account, in German words under every language."""

from django.urls import path

from cms.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.followings, name="list"),
    path("abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
