"""``python -m bench.batch``: whole populations, Parquet to Parquet, ours beside reading alone, written by hand, and other engines."""
