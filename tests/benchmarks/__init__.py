"""``make bench``: how fast the site is, beside a trivial view and a new Wagtail project."""
