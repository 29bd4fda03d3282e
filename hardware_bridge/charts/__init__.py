"""Geometry of drawings: numbers in, coordinates out."""
