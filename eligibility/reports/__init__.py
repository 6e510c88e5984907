"""Decisions and findings as people read them."""
