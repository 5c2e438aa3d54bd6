"""Stories that were read, matched to stored entries and written to the catalog."""
