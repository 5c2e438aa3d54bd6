"""What rules of answers share: the addresses of specifications, and their type of result."""

from collections.abc import Iterator

RFC9110 = "https://www.rfc-editor.org/rfc/rfc9110"
RFC9111 = "https://www.rfc-editor.org/rfc/rfc9111"
RFC7303 = "https://www.rfc-editor.org/rfc/rfc7303"
HTML = "https://html.spec.whatwg.org/multipage"

Messages = Iterator[str]
"""What rules of answers give: what is wrong, of the answers as a whole."""
