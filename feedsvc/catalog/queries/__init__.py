"""Queries on the catalog, each answered from an index as of a given time."""
