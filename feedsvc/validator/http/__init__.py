"""Feeds at an address: what the server says over HTTP is checked with the document itself.

`visiting` fetches and checks, `rules` are the rules; `httpx` is loaded by `fetching` alone.
"""
