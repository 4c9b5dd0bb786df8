"""Forms of notes. They clean; the actions write."""
