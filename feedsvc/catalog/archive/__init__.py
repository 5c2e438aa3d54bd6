"""Archived feeds (RFC 5005) and withdrawn entries."""
