"""Bytes to text, HTML, XML and JSON, for all story formats."""
