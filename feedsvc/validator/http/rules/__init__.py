"""The rules for a server's responses; importing this package fills the registry.

A rule is a function from a `Visit` to messages, decorated with `form=Form.RESPONSE`. Its
examples are responses, which a test serves from a real server.
"""

from feedsvc.validator.http.rules import caching as _caching  # noqa: F401 - registers its rules
from feedsvc.validator.http.rules import responses as _responses  # noqa: F401 - as above
