"""The formats of the IPTC in which news agencies deliver stories."""
