"""Events: what happens when and where, and whether it still does."""
