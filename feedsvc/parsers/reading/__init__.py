"""Reading bytes as text, HTML, XML and JSON, for all story formats."""
