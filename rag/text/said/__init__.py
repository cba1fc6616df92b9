"""Who said what: what a text gives to somebody as their words, and whom it means by a name, a pronoun or a role."""
