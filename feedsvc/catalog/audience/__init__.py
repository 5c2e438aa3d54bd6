"""Counts of fetches and subscribers, stored by day."""
