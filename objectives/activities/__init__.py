"""Nasjonalt anbefalte læringsaktiviteter from a file: reading it, and what its rows would change."""
