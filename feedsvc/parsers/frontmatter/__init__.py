"""Front matter: metadata at the top of a text file, and the entry fields it gives."""
