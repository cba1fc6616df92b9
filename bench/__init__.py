"""How fast it is, against other ways to do the same: `make bench`. Not installed with the package."""
