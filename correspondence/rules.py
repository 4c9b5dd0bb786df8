"""Who may do what with messages; pure of HTTP."""

from conference.rules import may_organise, may_start_a_conference, may_view, may_work_the_desk


def may_read_messages(user, conference) -> bool:
    """Read what was written to the conference's people: everyone in the team."""
    return may_view(user, conference)


def may_read_file(user, conference, attachment) -> bool:
    """Read a file that went with a message: everyone in the team, but one about a passport only the desk."""
    return may_work_the_desk(user, conference) if attachment.is_confidential else may_view(user, conference)


def may_send_messages(user, conference) -> bool:
    """Send a message again or a mailing, or keep one from leaving."""
    return may_work_the_desk(user, conference)


def may_word_messages(user, conference) -> bool:
    """Change the texts that the conference's messages are made of."""
    return may_organise(user, conference)


def may_set_the_letterhead(user, conference) -> bool:
    """Say how the conference's letters look and who signs them."""
    return may_organise(user, conference)


def may_read_the_mailbox(user) -> bool:
    """Read the local mailbox of a development installation: organisers of any conference."""
    return may_start_a_conference(user)
