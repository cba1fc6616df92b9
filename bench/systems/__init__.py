"""The systems that are compared; each a script of its own, in a process and where need be an environment of its own."""
