"""Rules for any XML document: encoding, well-formedness, structure."""
