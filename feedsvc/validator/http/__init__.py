"""Checking a feed at a URL: the server's responses along with the document.

`fetching` sends the requests, `rules` checks the responses. Only `fetching` and `public` load
`httpx`.
"""
