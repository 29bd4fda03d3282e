"""Live values as server-sent events: a small process that knows neither Django nor our models.

One connection to the database listens for what has changed, however many readers there are; what
the public may not see never gets into it. ``manage.py stream`` becomes it, Granian serves ``app``.
"""
