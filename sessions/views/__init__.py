"""Entry points: the public agenda, its calendars, and the team's editor."""
