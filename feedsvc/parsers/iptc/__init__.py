"""Formats of the IPTC: NITF, NewsML 1, NewsML-G2 and ninjs."""
