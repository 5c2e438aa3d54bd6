"""Queries of the catalog, each as of a time in microseconds."""
