"""Geometry of the programme's drawings: numbers in, coordinates out.

Nothing here knows of Django, pages or languages, so that other content can be drawn the same way
and every rule (nothing overlaps, nothing leaves the frame) can be tested for all inputs.
"""
