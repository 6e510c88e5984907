"""Pools of enterprises: who is in, who moves, who is nearly there, and what has to be done about it."""
