"""The courses office's pages of the admin."""
