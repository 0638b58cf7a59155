"""What a run's record says to people and programs: figures, a document, a terminal summary, a page, a table."""
