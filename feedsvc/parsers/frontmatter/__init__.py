"""Front matter at the top of a text file, and the fields of an entry in it."""
