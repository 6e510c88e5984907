"""What to ask an enterprise next, why, and what each answer settles."""
