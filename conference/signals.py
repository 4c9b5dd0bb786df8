"""What apps above may listen to, where neither deriving nor a job would do (docs/architecture.md)."""

from django.dispatch import Signal

# A colleague joined a team: sender TeamMember; member, by, at. Sent inside the action's transaction.
member_added = Signal()

# The details of a conference are about to change: sender Conference; conference (as it will be), before (its values so
# far), at. Sent under the conference's lock; whoever listens may refuse by raising NotPossible.
conference_changing = Signal()

# The details of a conference have changed: sender Conference; conference, before (the values that differ), by, at. Sent
# inside the action's transaction, under the conference's lock.
conference_changed = Signal()

# A conference was copied for another year: sender Conference; original, copy, by, at. Sent inside the action's
# transaction; each app copies what it holds of the conference's settings, never people.
conference_cloned = Signal()

# A room is about to be removed: sender Room; room, by, at. Sent inside the action's transaction, under the conference's
# lock; whoever holds something in the room lets go of it.
room_removing = Signal()
