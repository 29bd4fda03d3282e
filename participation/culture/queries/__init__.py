"""Reads that serve more than one caller, each with what a person may see."""
