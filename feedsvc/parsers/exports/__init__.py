"""Exports of publishing systems."""
