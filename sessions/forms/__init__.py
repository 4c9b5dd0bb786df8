"""Forms of the agenda. They clean; the actions write."""
