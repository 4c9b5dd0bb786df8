"""Words for people, organisations and their registrations."""

from django.db.models import TextChoices


class Sector(TextChoices):
    """What kind of organisation."""

    GOVERNMENT = "government", "Government"
    UNITED_NATIONS = "united_nations", "United Nations"
    INTERGOVERNMENTAL = "intergovernmental", "Intergovernmental organisation"
    REGIONAL = "regional", "Regional organisation"
    INDUSTRY = "industry", "Industry"
    CIVIL_SOCIETY = "civil_society", "Civil society"
    ACADEMIA = "academia", "Academia"
    MEDIA = "media", "Media"
    OTHER = "other", "Other"


class RegistrationStatus(TextChoices):
    """Where a registration stands."""

    PENDING = "pending", "Pending"
    CONFIRMED = "confirmed", "Confirmed"
    WAITLISTED = "waitlisted", "Waiting list"
    REJECTED = "rejected", "Rejected"
    CANCELLED = "cancelled", "Cancelled"


class PhotoRule(TextChoices):
    """Whether a conference asks for photos."""

    NONE = "none", "is not asked for"
    OPTIONAL = "optional", "may be given"
    REQUIRED = "required", "is needed to register"


class InvitationAnswer(TextChoices):
    """What the invited person answered."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    DELEGATED = "delegated", "Sends somebody else"


class InvitationState(TextChoices):
    """Where an invitation stands; derived from its times, its answer and its message."""

    DRAFT = "draft", "Draft"
    QUEUED = "queued", "Waiting to be sent"
    SENT = "sent", "Sent"
    OPENED = "opened", "Opened by its link"
    FAILED = "failed", "Not delivered"
    BOUNCED = "bounced", "Came back"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    DELEGATED = "delegated", "Sends somebody else"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Withdrawn"


class VisaState(TextChoices):
    """Where a request for a letter for a visa stands; derived from its times."""

    ASKED = "asked", "Waits for the desk"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused"


class NameOrder(TextChoices):
    """How a person's name is written."""

    GIVEN_FIRST = "given_first", "Given name first"
    FAMILY_FIRST = "family_first", "Family name first"


class Gender(TextChoices):
    """Declared by the person, never guessed."""

    NOT_STATED = "", "Not stated"
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"


class DelegationRole(TextChoices):
    """A person's place in a delegation."""

    HEAD = "head", "Head of delegation"
    ALTERNATE = "alternate", "Alternate"
    DELEGATE = "delegate", "Delegate"
    ADVISER = "adviser", "Adviser"


class MissingData(TextChoices):
    """What the desk still has to find out about a participant."""

    EMAIL = "email", "E-mail address"
    ORGANISATION = "organisation", "Organisation"
    COUNTRY = "country", "Country"
    POSITION = "job_title", "Position"
    PHONE = "phone", "Telephone"
    ANSWERS = "answers", "Answers that are needed"
    APPROVAL = "approval", "Approval of a change"


class MergeKind(TextChoices):
    """What was merged."""

    ORGANISATION = "organisation", "Organisation"
    PARTICIPANT = "participant", "Participant"


class NewPeople(TextChoices):
    """What people who are new become when a spreadsheet is imported."""

    CONFIRMED = "confirmed", "Confirmed, or on the waiting list when all places are taken"
    PENDING = "pending", "Awaiting approval"
    INVITED = "invited", "Invited: each gets an invitation with a personal link"
    PREPARED = "prepared", "Invitations as drafts, which are looked at together before they are sent"


class NominationState(TextChoices):
    """Where the nomination of a delegation stands; derived from its times."""

    NOT_ASKED = "not_asked", "Not asked yet"
    ASKED = "asked", "Asked"
    SUBMITTED = "submitted", "To be checked"
    SENT_BACK = "sent_back", "Sent back"
    ACCEPTED = "accepted", "Accepted"


class QuestionKind(TextChoices):
    """How a question is answered."""

    SHORT_TEXT = "short_text", "Short text"
    LONG_TEXT = "long_text", "Long text"
    ONE_CHOICE = "one_choice", "One choice"
    SEVERAL_CHOICES = "several_choices", "Several choices"
    YES_NO = "yes_no", "Yes or no"
    DATE = "date", "Date"
    NUMBER = "number", "Number"
    FILE = "file", "File"


class WorkKind(TextChoices):
    """What the worker does for the desk."""

    READ = "read", "Reading a spreadsheet"
    PREVIEW = "preview", "Comparing a spreadsheet"
    IMPORT = "import", "Importing a spreadsheet"
    UNDO = "undo", "Taking back an import"
    CHANGE = "change", "Changing registrations"
    TAG = "tag", "Tagging registrations"
    UNTAG = "untag", "Taking a tag off registrations"


class WorkState(TextChoices):
    """How a piece of work stands; derived from its lease and its end."""

    WAITING = "waiting", "Waiting for the worker"
    RUNNING = "running", "Running"
    INTERRUPTED = "interrupted", "Interrupted"
    STOPPED = "stopped", "Not done"
    DONE = "done", "Done"
