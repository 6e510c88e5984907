"""Populations made up from what the vocabulary allows and the rules ask, to try rules on."""
