"""Views of the wish list in the admin."""
