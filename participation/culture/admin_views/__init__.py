"""The office's pages in the admin."""
