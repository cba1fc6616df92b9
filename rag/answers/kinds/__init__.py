"""How each kind of question that is not for a single fact is answered, a module a kind."""
