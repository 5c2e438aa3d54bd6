"""Rules for JSON Feed."""
