"""From the trace of an engine to decisions people can check: status, amount, reasons, what is missing."""
