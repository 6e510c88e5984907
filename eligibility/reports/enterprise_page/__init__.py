"""一企一策: one page for one enterprise, from what was decided of it, as Markdown, HTML and JSON."""
