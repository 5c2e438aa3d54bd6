"""Exports of other content management systems."""
