"""The rules of a server's answers; importing this package fills the registry.

A rule is a function from a `Visit` to messages, decorated with `form=Form.ANSWER`. Its
examples are answers: a test gives them from a real server.
"""

from feedsvc.validator.http.rules import caching, content, freshness, pages, status

FAMILIES = (caching, content, freshness, pages, status)
"""The modules of rules; their order is of no matter."""
