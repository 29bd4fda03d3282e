"""Reads of the idea process that several callers share."""
