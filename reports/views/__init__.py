"""Pages of notes; one module per subject."""
