"""What apps above may listen to, where neither deriving nor a job would do (docs/architecture.md)."""

from django.dispatch import Signal

# A message was written again: sender Message; first, written, by, at. Sent inside the action's transaction; what was told
# by the first stands by the new one from then on.
written_again = Signal()
