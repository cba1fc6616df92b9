"""What a question asks for, and the kinds of questions that are not for a single fact, a module a kind."""
