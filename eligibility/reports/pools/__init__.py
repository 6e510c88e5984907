"""Pools as people see them: one enterprise, many of them, the worklist, what a new fact changes, and the pipeline as a picture."""
