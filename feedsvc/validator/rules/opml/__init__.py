"""Rules for OPML."""
