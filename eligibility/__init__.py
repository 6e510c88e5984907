"""Declared science-and-technology policy rules, decided and explained to the fen."""

__version__ = "0.1.0"
