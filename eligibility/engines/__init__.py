"""Engines read the plan and nothing else; the scalar engine defines the meaning."""
