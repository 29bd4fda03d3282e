"""Addresses of the account's pages about courses."""

from django.urls import path

from participation.courses.views import account, papers

urlpatterns = [
    path("", account.mine, name="my_courses"),
    path("kalender/", papers.new_calendar_key, name="my_courses_calendar"),
]
