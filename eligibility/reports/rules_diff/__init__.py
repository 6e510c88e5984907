"""What other rules change for a population, as people and programs read it."""
