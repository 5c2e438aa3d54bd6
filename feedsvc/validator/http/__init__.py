"""Checking a feed at a URL: the server's responses along with the document.

`checking` fetches and checks, `rules` holds the rules. Only `fetching` and `public` load `httpx`.
"""
