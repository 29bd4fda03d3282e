"""Addresses of the account's pages about ideas."""

from django.urls import path

from participation.ideas.views import account

urlpatterns = [path("", account.my_ideas, name="my_ideas")]
