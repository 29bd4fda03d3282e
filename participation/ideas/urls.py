"""Addresses of single ideas and what can be done with them; the list itself is a page."""

app_name = "ideas"
urlpatterns: list = []
