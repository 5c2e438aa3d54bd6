"""Archived feeds (RFC 5005): numbered entries, their pages, and withdrawn entries."""
