"""Views of the idea process in the admin."""
