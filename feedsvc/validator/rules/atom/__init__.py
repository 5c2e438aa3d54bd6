"""Rules for Atom (RFC 4287) and its extensions by the IETF."""
