"""One enterprise, exact and fully traced: the plan as generated Python source."""
