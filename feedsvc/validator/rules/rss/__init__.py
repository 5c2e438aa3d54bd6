"""Rules for RSS 0.9 to 2.0."""
