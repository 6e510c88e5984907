"""Forward chaining over short text tokens: which pools follow from which verdicts."""
