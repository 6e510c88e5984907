"""Tests beside the rules: run them, say where they differ, and what they leave untried."""
