"""What apps above may listen to, where neither deriving nor a job would do (docs/architecture.md)."""

from django.dispatch import Signal

# The links that were mailed to a person are to open nothing any more: sender Participant; participant, by, at. Sent
# inside the action's transaction; each app revokes the links that it makes, and returns how many.
links_revoked = Signal()

# A person was taken out (PRIV-04): sender Participant; participant (as it is now), by, at. Sent inside the action's
# transaction; each app erases what it holds of the person.
person_erased = Signal()
