"""Plain-text news copy: its lines, bylines, datelines, credits and embargoes."""
