"""Verbs of the idea process. Each owns its change and its side effects, in one transaction."""
