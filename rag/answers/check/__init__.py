"""Does this statement stand in these words, and if not, why: a module a kind of fact, and one for the verdict."""
