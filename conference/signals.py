"""What apps above may listen to, where neither deriving nor a job would do (docs/architecture.md)."""

from django.dispatch import Signal

# A colleague joined a team: sender TeamMember; member, by, at. Sent inside the action's transaction.
member_added = Signal()
