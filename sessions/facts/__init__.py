"""Pure functions over fetched objects: what a release freezes, and how the agenda reads."""
