"""Rules for namespaces that extend RSS and Atom."""
