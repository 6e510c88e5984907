"""The best lawful combination of awards, across policies."""
