"""HTML pages for readers and editors, rendered with Jinja."""
