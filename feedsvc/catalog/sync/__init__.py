"""A sync: stories become entries, which keep their ids, slugs and dates."""
