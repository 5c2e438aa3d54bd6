"""Dates in plain text, in many languages."""
