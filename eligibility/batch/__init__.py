"""Whole populations decided: slices through the engines, shards on disk, what comes of them."""
