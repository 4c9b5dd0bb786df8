"""Documents that a conference prints besides its notes: the list of participants, the agenda booklet, badges. Pure."""
