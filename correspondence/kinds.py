"""The kinds of messages and letters, each with what its text may name and what it cannot do without."""

from dataclasses import dataclass

from correspondence.choices import LetterKind

PLACEHOLDERS = {
    "salutation": "how the letter begins, without the comma",
    "name": "the recipient’s name",
    "conference": "the conference’s title",
    "short_title": "the conference’s short title",
    "dates": "when it takes place",
    "venue": "where it takes place",
    "organizers": "who holds it",
    "reference": "the reference of the recipient’s registration",
    "deadline": "until when an answer is asked for",
    "note": "the words that belong to this one message, where there are any",
    "sender": "the contact’s name",
    "contact": "the contact’s address",
    "personal_link": "the recipient’s own page",
    "agenda_link": "the agenda’s page",
    "notes_link": "the page of the information note",
}
# What some messages name beside: each kind says which.
FURTHER = {
    "organisation": "whom the delegation represents",
    "seats": "how many seats the delegation has, as a sentence",
    "people": "who was nominated, a line for each",
    "reason": "the reason that was given",
    "sessions": "the sessions that the message is about, a paragraph for each",
    "changes": "what happened to the session, or that it is several",
    "clock": "the place whose time it is",
    "note_title": "the title of the information note",
    "note_link": "the page of this one information note",
    "inviter": "who added the person to the team",
    "role": "the person’s role in the team",
    "desk_link": "the team’s area",
    "password_link": "the page on which a first password is chosen",
}
# A letter is paper: it knows its addressee and its signatory, and carries no personal link, which is never kept.
PLACEHOLDERS_OF_LETTERS = {name: meaning for name, meaning in PLACEHOLDERS.items() if name != "personal_link"} | {
    "letter_reference": "the reference of the letter",
    "date": "the date of the letter",
    "addressee": "whom a note verbale addresses, such as “the Permanent Mission of Peru”",
    "organisation": "whom the recipient represents",
    "position": "the recipient’s position",
    "passport": "the passport, a line for each thing, where the conference asks for it",
    "office": "the office that writes, from the letterhead",
    "office_in_notes": "the office as notes verbales name it, with its article",
    "signatory": "who signs, from the letterhead",
}
PLACEHOLDERS_OF_ALL = PLACEHOLDERS | FURTHER | PLACEHOLDERS_OF_LETTERS
LINKS = {"personal_link", "agenda_link", "notes_link", "note_link", "desk_link", "password_link"}
MAY_LINK = {"note", "contact"}  # in letters: what the desk writes; whatever else people typed never becomes a link
BLOCKS = {"note", "passport", "people", "sessions", "reason"}
TYPED = {"salutation", "name", "organisation", "inviter"}  # by the people themselves: an address in there is no link
ON_ONE_LINE = TYPED | {"position", "reference", "role"}  # whatever line breaks were typed or sent in there


@dataclass(frozen=True)
class Kind:
    """A kind of message whose text an organiser may word. `reason` names the sentence that says why somebody gets it.

    Beside the usual placeholders its text may name `further` ones, and not those that it `lacks`, which nobody fills.
    """

    code: str
    label: str
    topic: str
    required: tuple[str, ...] = ()
    reason: str = "concerned"
    further: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    is_letter: bool = False

    @property
    def placeholders(self) -> dict[str, str]:
        """What its text may name, each with its meaning."""
        usual = PLACEHOLDERS_OF_LETTERS if self.is_letter else PLACEHOLDERS
        offered = usual | {name: FURTHER[name] for name in self.further}
        return {name: meaning for name, meaning in offered.items() if name not in self.lacks}


LINK = ("personal_link",)
NOT_OF_THE_TEAM = ("personal_link", "reference", "deadline")  # who works for the conference does not take part in it
INVITATIONS, REGISTRATIONS, DELEGATIONS = "Invitations", "Registrations", "Delegations"
PROGRAMME, VISAS, TEAM, LETTERS = "Agenda and information note", "Letters for visas", "Team", "Letters on paper"
KINDS = {
    kind.code: kind
    for kind in [
        Kind("invitation", "Invitation", INVITATIONS, LINK, "invited"),
        Kind("replacement_refused", "Nobody else in one’s place", INVITATIONS, LINK, "invited"),
        Kind("invited_already", "Invited already", INVITATIONS, LINK, "entered"),
        Kind("declined_already", "Declined before", INVITATIONS, LINK, "entered"),
        Kind("reminder", "Reminder", INVITATIONS, LINK),
        Kind(
            "draft_link",
            "Link to a registration that was begun",
            REGISTRATIONS,
            LINK,
            "entered",
            lacks=("reference", "deadline"),
        ),
        Kind("known_already", "Registered already", REGISTRATIONS, LINK, "entered"),
        Kind("cancelled_already", "Registered before and cancelled", REGISTRATIONS, LINK, "entered"),
        Kind("ended_already", "Registered before, ended by the team", REGISTRATIONS, (), "entered"),
        Kind("received", "Registration received", REGISTRATIONS, LINK, "registered"),
        Kind("confirmation", "Confirmation", REGISTRATIONS, LINK, "registered"),
        Kind("waiting_list", "Waiting list", REGISTRATIONS, LINK, "registered"),
        Kind("offer", "Offer of a place", REGISTRATIONS, LINK, "registered"),
        Kind("offer_expired", "Offer that was not taken", REGISTRATIONS, LINK, "registered"),
        Kind("promoted", "A place from the waiting list", REGISTRATIONS, LINK, "registered"),
        Kind("rejection", "Rejection", REGISTRATIONS, (), "registered"),
        Kind("cancellation", "Cancellation", REGISTRATIONS, (), "registered"),
        Kind("practical_information", "Practical information", REGISTRATIONS),
        Kind("own_data", "What is held about a person", REGISTRATIONS, LINK, "own_data"),
        Kind(
            "note_verbale",
            "Invitation by note verbale",
            DELEGATIONS,
            LINK,
            "mission",
            lacks=("salutation", "name", "reference"),
        ),
        Kind(
            "nomination_request",
            "Request to nominate",
            DELEGATIONS,
            LINK,
            "focal_point",
            further=("organisation", "seats"),
            lacks=("reference",),
        ),
        Kind(
            "nomination_sent_back",
            "Nomination to be corrected",
            DELEGATIONS,
            LINK,
            "focal_point",
            further=("organisation", "reason"),
            lacks=("reference",),
        ),
        Kind(
            "nomination_accepted",
            "Nomination accepted",
            DELEGATIONS,
            LINK,
            "focal_point",
            further=("organisation", "people"),
            lacks=("reference",),
        ),
        Kind("speaker_link", "Request to speakers", PROGRAMME, LINK, "speaker", further=("sessions", "clock")),
        Kind(
            "agenda_changed",
            "Changes in somebody’s own sessions",
            PROGRAMME,
            ("sessions",),
            further=("sessions", "changes", "clock"),
            lacks=LINK,
        ),
        Kind("agenda_change", "Change of the agenda, to many", PROGRAMME, ("agenda_link",)),
        Kind(
            "note_clearance",
            "Information note to be read by organizers",
            PROGRAMME,
            LINK,
            "clearance",
            further=("note_title",),
            lacks=("reference", "deadline"),
        ),
        Kind(
            "note_published",
            "Information note published",
            PROGRAMME,
            ("note_link",),
            "took_part",
            further=("note_title", "note_link"),
            lacks=LINK,
        ),
        Kind(
            "note_corrected",
            "Information note corrected",
            PROGRAMME,
            ("note_link",),
            "took_part",
            further=("note_title", "note_link", "reason"),
            lacks=LINK,
        ),
        Kind("thanks", "Thanks, with the information note", PROGRAMME, ("notes_link",)),
        Kind("visa_message", "Message with a letter for a visa", VISAS, LINK, "visa"),
        Kind("visa_refused", "No letter for a visa", VISAS, LINK, "visa", further=("reason",)),
        Kind(
            "team_welcome",
            "Welcome to the team",
            TEAM,
            (),
            "team",
            further=("inviter", "role", "desk_link"),
            lacks=NOT_OF_THE_TEAM,
        ),
        Kind(
            "team_welcome_new",
            "Welcome to the team, without a password yet",
            TEAM,
            ("password_link",),
            "team",
            further=("inviter", "role", "desk_link", "password_link"),
            lacks=NOT_OF_THE_TEAM,
        ),
        Kind(
            LetterKind.INVITATION.value,
            LetterKind.INVITATION.label,
            LETTERS,
            lacks=("reference", "addressee", "passport"),
            is_letter=True,
        ),
        Kind(
            LetterKind.VISA.value,
            LetterKind.VISA.label,
            LETTERS,
            ("name",),
            lacks=("reference", "addressee", "deadline"),
            is_letter=True,
        ),
        Kind(
            LetterKind.NOTE_VERBALE.value,
            LetterKind.NOTE_VERBALE.label,
            LETTERS,
            ("addressee",),
            lacks=("salutation", "name", "position", "reference", "passport"),
            is_letter=True,
        ),
    ]
}
# Kinds that nothing in Plenary sends by itself: texts to begin a mailing with.
FOR_MAILINGS = ("practical_information", "agenda_change", "reminder", "thanks")
