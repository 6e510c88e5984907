"""The shortest way to an award: the fewest facts that would have to be otherwise."""
