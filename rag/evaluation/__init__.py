"""How well all of it works. Nothing imports it but the command line."""
