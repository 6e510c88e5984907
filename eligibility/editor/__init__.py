"""What an editor needs to know of the rules: JSON Schemas that know the vocabulary, for completion, hover texts and underlines."""
