"""Every address of the site, and what each kind of reader gets there. A new URL needs a row here.

A row says who is let in and which objects of the small world (`make_world`) the address names; the conference and
personal links are filled in by themselves. The answers are what a GET gets; tests/test_every_address.py also posts as
those who are refused, and tries the objects of another conference.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

from django.core.files.base import ContentFile

from conference.choices import TeamRole
from participants.choices import MergeKind, RegistrationStatus
from sessions.actions.profiles import profile_of
from sessions.actions.releases import release
from sessions.views.reader import sign_picks
from tests.factories import (
    BEFORE,
    make_accepted_fact,
    make_clearance_request,
    make_comment,
    make_conference,
    make_delegation,
    make_invitation,
    make_letter,
    make_mailing,
    make_member,
    make_merge,
    make_message,
    make_note,
    make_note_template,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
    make_reminder,
    make_room,
    make_session,
    make_speaker,
    make_state_group,
    make_user,
    make_visa_request,
)

READERS = ["anonymous", "stranger", "viewer", "rapporteur", "desk", "organiser", "elsewhere"]
TO_SIGN_IN = 302


def answers(*statuses: int) -> dict[str, int]:
    """Name the status for each reader, in the order of READERS."""
    return dict(zip(READERS, statuses, strict=True))


LEADS_ON = answers(302, 302, 302, 302, 302, 302, 302)
EVERYONE = answers(200, 200, 200, 200, 200, 200, 200)
GONE = answers(410, 410, 410, 410, 410, 410, 410)
NOBODY = answers(404, 404, 404, 404, 404, 404, 404)
SIGNED_IN = answers(TO_SIGN_IN, 200, 200, 200, 200, 200, 200)
TEAM = answers(TO_SIGN_IN, 404, 200, 200, 200, 200, 404)
ONLY_TEAM = answers(404, 404, 200, 200, 200, 200, 404)
DESK_AND_ON = answers(TO_SIGN_IN, 404, 403, 403, 302, 302, 404)
DESK = answers(TO_SIGN_IN, 404, 403, 403, 200, 200, 404)
NOTE_WRITERS = answers(TO_SIGN_IN, 404, 403, 200, 403, 200, 404)
ORGANISERS = answers(TO_SIGN_IN, 404, 403, 403, 403, 200, 404)
ANY_ORGANISER = answers(TO_SIGN_IN, 403, 403, 403, 403, 200, 200)
ONLY_BEFORE_SIGN_IN = answers(200, 302, 302, 302, 302, 302, 302)


@dataclass(frozen=True)
class Address:
    """One row: who gets what, the names in the address, and whether it only takes a POST."""

    who: dict[str, int]
    kwargs: Callable[[SimpleNamespace], dict] = lambda world: {}
    is_post_only: bool = False
    renews_links: bool = False  # behind a personal link: an older link is met with a page that offers a new one


def get(who, kwargs=lambda world: {}, **more) -> Address:
    return Address(who, kwargs, **more)


def post(who, kwargs=lambda world: {}, **more) -> Address:
    return Address(who, kwargs, is_post_only=True, **more)


def pk_of(name):
    """Take `pk` from the world's object of this name."""
    return lambda world: {"pk": getattr(world, name).pk}


def in_dictionary(**names):
    """Name entries of the dictionary, which all conferences share, by their own names."""
    return lambda world: {key: getattr(world, name).pk for key, name in names.items()}


def in_note(**more):
    """Name the world's note by its language; further names stand for objects or are taken as they are."""
    return lambda world: (
        {"language": world.note.language}
        | {key: getattr(world, value).pk if key == "pk" else value for key, value in more.items()}
    )


def text_of_a_message(world):
    """Name a kind of message and a language."""
    return {"kind": "invitation", "language": "en"}


ADDRESSES = {
    # accounts
    "account_profile": get(SIGNED_IN),
    "account_login": get(ONLY_BEFORE_SIGN_IN),
    "account_logout": get(answers(302, 200, 200, 200, 200, 200, 200)),
    "account_reauthenticate": get(SIGNED_IN),
    "account_change_password": get(SIGNED_IN),
    "account_set_password": get(answers(302, 302, 302, 302, 302, 302, 302)),
    "account_reset_password": get(EVERYONE),
    "account_reset_password_done": get(EVERYONE),
    "account_reset_password_from_key": get(EVERYONE, lambda world: {"uidb36": "1", "key": "not-a-key"}),
    "account_reset_password_from_key_done": get(EVERYONE),
    "account_inactive": get(EVERYONE),
    "mfa_index": get(SIGNED_IN),
    "mfa_authenticate": get(answers(302, 302, 302, 302, 302, 302, 302)),  # between password and sign-in only
    "mfa_reauthenticate": get(answers(302, 302, 302, 302, 302, 302, 302)),  # nobody in the world has a factor
    "mfa_activate_totp": get(SIGNED_IN),
    "mfa_deactivate_totp": get(answers(302, 404, 404, 404, 404, 404, 404)),
    "mfa_view_recovery_codes": get(answers(302, 404, 404, 404, 404, 404, 404)),
    "mfa_generate_recovery_codes": get(SIGNED_IN),
    "mfa_download_recovery_codes": get(answers(302, 404, 404, 404, 404, 404, 404)),
    "mfa_list_webauthn": get(SIGNED_IN),
    "mfa_add_webauthn": get(SIGNED_IN),
    "mfa_reauthenticate_webauthn": get(answers(302, 302, 302, 302, 302, 302, 302)),
    "mfa_edit_webauthn": get(answers(302, 404, 404, 404, 404, 404, 404), lambda world: {"pk": 1}),
    "mfa_remove_webauthn": get(answers(302, 404, 404, 404, 404, 404, 404), lambda world: {"pk": 1}),
    "usersessions_list": get(SIGNED_IN),
    "account_signup": get(ONLY_BEFORE_SIGN_IN),
    "policy_report": post(EVERYONE),
    # conference
    "conference:home": get(EVERYONE),
    "conference:new": get(ANY_ORGANISER),
    "conference:conference": get(EVERYONE),
    "conference:desk": get(TEAM),
    "conference:details": get(TEAM),
    "conference:change": get(ORGANISERS),
    "conference:organizers": get(ORGANISERS),
    "conference:clone": get(ORGANISERS),
    "conference:announce": get(ORGANISERS),
    "conference:cancel": get(ORGANISERS),
    "conference:restore": get(ORGANISERS),
    "conference:archive": get(ORGANISERS),
    "conference:reopen": get(ORGANISERS),
    "conference:retention": get(TEAM),
    "conference:change_retention": get(ORGANISERS),
    "conference:add_room": get(ORGANISERS),
    "conference:change_room": get(ORGANISERS, pk_of("room")),
    "conference:remove_room": get(ORGANISERS, pk_of("room")),
    "conference:team": get(TEAM),
    "conference:add_member": get(ORGANISERS),
    "conference:change_role": get(ORGANISERS, pk_of("member")),
    "conference:remove_member": get(ORGANISERS, pk_of("member")),
    "conference:history": get(TEAM),
    # correspondence
    "correspondence:health": get(answers(503, 503, 503, 503, 503, 503, 503)),  # no worker runs beside these tests
    "correspondence:ready": get(answers(503, 503, 503, 503, 503, 503, 503)),
    "correspondence:live": get(EVERYONE),
    "correspondence:service": get(answers(404, 404, 404, 404, 404, 404, 404), lambda world: {"name": "postmark"}),
    "correspondence:mailbox": get(answers(TO_SIGN_IN, 403, 403, 403, 403, 404, 404)),  # only with DEBUG
    "correspondence:mailbox_message": get(
        answers(TO_SIGN_IN, 403, 403, 403, 403, 404, 404), lambda world: {"key": "1.M1"}
    ),
    "correspondence:mailbox_html": get(
        answers(TO_SIGN_IN, 403, 403, 403, 403, 404, 404), lambda world: {"key": "1.M1"}
    ),
    "correspondence:mailbox_file": get(
        answers(TO_SIGN_IN, 403, 403, 403, 403, 404, 404), lambda world: {"key": "1.M1", "number": 1}
    ),
    "correspondence:message_list": get(TEAM),
    "correspondence:message": get(TEAM, pk_of("message")),
    "correspondence:message_html": get(TEAM, pk_of("message")),
    # the world's message has no file
    "correspondence:message_file": get(
        answers(TO_SIGN_IN, 404, 404, 404, 404, 404, 404), lambda world: {"pk": world.message.pk, "number": 0}
    ),
    "correspondence:send_again": get(DESK, pk_of("message")),
    "correspondence:cancel": get(DESK, pk_of("message")),
    "correspondence:address": get(TEAM, lambda world: {"email": world.message.to_email}),
    "correspondence:unsubscribe": get(NOBODY, lambda world: {"proof": "1.0.forged"}),
    "correspondence:letter_list": get(TEAM),
    "correspondence:letterhead": get(ORGANISERS),
    "correspondence:letter_sample": get(ORGANISERS, lambda world: {"kind": "invitation_letter", "language": "en"}),
    "correspondence:make_again": post(DESK, pk_of("letter")),
    "correspondence:text_list": get(TEAM),
    "correspondence:text": get(ORGANISERS, text_of_a_message),
    "correspondence:text_html": get(ORGANISERS, text_of_a_message),
    "correspondence:try_out": post(ORGANISERS, text_of_a_message),
    "correspondence:restore_text": get(answers(TO_SIGN_IN, 404, 403, 403, 403, 404, 404), text_of_a_message),
    "correspondence:new_reminder": get(DESK),
    "correspondence:remove_reminder": get(DESK, pk_of("reminder")),
    "correspondence:mailing_list": get(TEAM),
    "correspondence:new_mailing": get(DESK),
    "correspondence:mailing": get(TEAM, pk_of("mailing")),
    "correspondence:change_mailing": get(DESK, pk_of("mailing")),
    "correspondence:start_mailing": post(DESK, pk_of("mailing")),
    "correspondence:pause_mailing": post(DESK, pk_of("mailing")),
    "correspondence:resume_mailing": post(DESK, pk_of("mailing")),
    "correspondence:cancel_mailing": get(DESK, pk_of("mailing")),
    # participants
    "participants:registration_list": get(TEAM),
    "participants:fill_free_places": get(DESK),
    "participants:places": get(ORGANISERS),
    "participants:registration_settings": get(ORGANISERS),
    "participants:approve_change": post(DESK, pk_of("registration")),
    "participants:substitute": get(DESK, pk_of("registration")),
    "participants:registration": get(TEAM, pk_of("registration")),
    "participants:change_participant": get(DESK, pk_of("registration")),
    "participants:check_in": post(DESK, pk_of("registration")),
    "participants:undo_check_in": post(DESK, pk_of("registration")),
    "participants:erase": get(ORGANISERS, pk_of("registration")),
    "participants:revoke_links": get(DESK, pk_of("registration")),
    "participants:change_status": get(DESK, lambda world: {"pk": world.registration.pk, "transition": "cancel"}),
    "participants:save_view": get(DESK),
    "participants:remove_view": post(DESK, pk_of("saved_view")),
    "participants:export": post(DESK, lambda world: {"kind": "csv"}),
    "participants:import_list": get(DESK),
    "participants:import_mapping": get(DESK, pk_of("open_import")),
    "participants:import_preview": get(DESK, pk_of("open_import")),
    "participants:run_import": post(DESK, pk_of("open_import")),
    "participants:discard_upload": post(DESK, pk_of("open_import")),
    "participants:undo_import": get(DESK, pk_of("done_import")),
    "participants:keep_selection": post(DESK),
    "participants:work": get(DESK, pk_of("work")),
    "participants:start_work_again": post(DESK, pk_of("work")),
    "participants:stop_work": post(DESK, pk_of("work")),
    "participants:bulk": get(DESK),
    "participants:bulk_result": get(DESK_AND_ON),  # without a result it leads to the list
    "participants:invitation_list": get(TEAM),
    "participants:invite": get(DESK),
    "participants:send_invitation": post(DESK),
    "participants:invitation_detail": get(TEAM, pk_of("invitation")),
    "participants:send_again": get(DESK, pk_of("invitation")),
    "participants:correct_address": get(DESK, pk_of("invitation")),
    "participants:revoke": get(DESK, pk_of("invitation")),
    "participants:refuse_replacement": get(DESK, pk_of("invitation")),
    "participants:draft_list": get(DESK),
    "participants:send_drafts": post(DESK),
    "participants:prepare": post(DESK),
    "participants:prepare_selected": get(DESK),
    "participants:prepare_delegation": get(DESK, pk_of("delegation")),
    "participants:discard_draft": post(DESK, pk_of("invitation")),
    "participants:draft_letter": get(DESK, pk_of("invitation")),
    "participants:visa_request_list": get(DESK),
    "participants:visa_request": get(DESK, pk_of("visa_request")),
    "participants:visa_preview": get(DESK, pk_of("visa_request")),
    "participants:send_visa_letter": post(DESK, pk_of("visa_request")),
    "participants:refuse_visa_letter": post(DESK, pk_of("visa_request")),
    "participants:note_verbale": get(DESK, pk_of("delegation")),
    "participants:note_preview": post(DESK, pk_of("delegation")),
    "participants:send_note_verbale": post(DESK, pk_of("delegation")),
    "participants:participant_duplicates": get(DESK),
    "participants:merge_participants": get(
        DESK, lambda world: {"pk": world.registration.participant_id, "other": world.invitation.participant_id}
    ),
    "participants:keep_participants_apart": post(
        DESK, lambda world: {"pk": world.registration.participant_id, "other": world.invitation.participant_id}
    ),
    "participants:undo_merge_of_participants": get(DESK, pk_of("merge_of_participants")),
    "participants:question_list": get(TEAM),
    "participants:add_question": get(ORGANISERS),
    "participants:change_question": get(ORGANISERS, pk_of("question")),
    "participants:move_question": post(ORGANISERS, lambda world: {"pk": world.question.pk, "direction": "up"}),
    "participants:retire_question": get(ORGANISERS, pk_of("question")),
    "participants:bring_back_question": post(ORGANISERS, pk_of("question")),
    # nobody in the world has sent a photo or a file, and photos are not asked for
    "participants:registration_photo": get(answers(TO_SIGN_IN, 404, 403, 403, 404, 404, 404), pk_of("registration")),
    "participants:draft_photo": get(NOBODY),
    "participants:draft_photo_cut": get(NOBODY),
    "participants:draft_photo_none": post(NOBODY),
    "participants:draft_photo_file": get(NOBODY, lambda world: {"which": "kept"}),
    "participants:photo": get(NOBODY),
    "participants:photo_cut": get(NOBODY),
    "participants:photo_none": post(NOBODY),
    "participants:photo_file": get(NOBODY, lambda world: {"which": "kept"}),
    "participants:answer_file": get(
        answers(TO_SIGN_IN, 404, 403, 403, 404, 404, 404),
        lambda world: {"pk": world.registration.pk, "question": world.question.pk},
    ),
    "participants:delegation_list": get(TEAM),
    "participants:add_delegation": get(DESK),
    "participants:delegation": get(TEAM, pk_of("delegation")),
    "participants:change_delegation": get(DESK, pk_of("delegation")),
    "participants:arrange_members": get(DESK, pk_of("delegation")),
    "participants:remove_delegation": get(DESK, pk_of("delegation")),
    "participants:ask_for_nominations": get(DESK, pk_of("delegation")),
    "participants:accept_nomination": get(DESK, pk_of("delegation")),
    "participants:send_nomination_back": get(DESK, pk_of("delegation")),
    # the world's delegation has no letter
    "participants:nomination_letter": get(answers(TO_SIGN_IN, 404, 403, 403, 404, 404, 404), pk_of("delegation")),
    "participants:take_in": post(
        DESK, lambda world: {"pk": world.delegation.pk, "participant": world.registration.participant_id}
    ),
    "participants:take_out": post(
        DESK, lambda world: {"pk": world.delegation.pk, "participant": world.registration.participant_id}
    ),
    "participants:nomination": get(EVERYONE),
    "participants:organisation_list": get(TEAM),
    "participants:add_organisation": get(DESK),
    "participants:suggest_organisations": get(TEAM),
    "participants:organisation_duplicates": get(DESK),
    "participants:keep_organisations_apart": post(
        DESK, in_dictionary(organisation="organisation", other="another_organisation")
    ),
    "participants:undo_merge_of_organisations": get(DESK, in_dictionary(merge="merge")),
    "participants:organisation": get(TEAM, in_dictionary(organisation="organisation")),
    "participants:change_organisation": get(DESK, in_dictionary(organisation="organisation")),
    "participants:merge_organisations": get(DESK, in_dictionary(organisation="organisation")),
    "participants:register": get(EVERYONE),
    "participants:draft": get(LEADS_ON),
    "participants:draft_step": get(EVERYONE, lambda world: {"step": "organisation"}),
    "participants:draft_check": get(LEADS_ON),  # what is not answered yet comes first
    "participants:draft_later": post(EVERYONE),
    "participants:draft_sent": get(LEADS_ON),
    "participants:invitation": get(EVERYONE),
    "participants:accept": post(EVERYONE),
    "participants:decline": post(EVERYONE),
    "participants:pass_on": post(EVERYONE),
    "participants:visa": post(EVERYONE),
    "participants:opened": post(EVERYONE),
    "participants:renew": post(EVERYONE, renews_links=True),
    "participants:me": get(EVERYONE),
    "participants:ask_for_data": get(EVERYONE),
    "participants:own_data": get(GONE),  # nobody asked for it
    "participants:own_data_file": get(GONE),
    "participants:details": get(EVERYONE),
    "participants:consent": get(EVERYONE),
    "participants:own_visa": post(EVERYONE),
    "participants:take_offer": post(EVERYONE),
    "participants:register_again": post(EVERYONE),
    "participants:send_substitute": get(EVERYONE),
    "participants:cancel": get(EVERYONE),
    "participants:calendar": get(EVERYONE),
    # sessions
    "sessions:agenda": get(EVERYONE),
    "sessions:agenda_calendar": get(EVERYONE),
    "sessions:session": get(EVERYONE, pk_of("session")),
    "sessions:session_calendar": get(EVERYONE, pk_of("session")),
    "sessions:version": get(EVERYONE, lambda world: {"number": 1}),
    "sessions:zone": get(EVERYONE),
    "sessions:worker": get(EVERYONE),
    "sessions:schedule_json": get(EVERYONE),
    "sessions:schedule_xml": get(EVERYONE),
    "sessions:mine": get(EVERYONE),
    "sessions:choose": get(EVERYONE),
    "sessions:pick": get(EVERYONE, pk_of("session")),
    "sessions:picked_calendar": get(
        EVERYONE, lambda world: {"picks": sign_picks({world.session.pk}, world.conference.pk)}
    ),
    "sessions:my_agenda": get(EVERYONE),
    "sessions:my_choice": get(EVERYONE),
    "sessions:my_calendar": get(EVERYONE),
    "sessions:desk_agenda": get(TEAM),
    "sessions:speaker_index": get(EVERYONE),
    "sessions:person": get(EVERYONE, lambda world: {"pk": world.released_speaker.participant_id}),
    "sessions:photo": get(NOBODY, lambda world: {"pk": world.released_speaker.participant_id}),  # none uploaded
    "sessions:document": get(EVERYONE, pk_of("document")),
    "sessions:speaker": get(EVERYONE),
    "sessions:speaker_profile": get(EVERYONE),
    "sessions:speaker_answer": post(EVERYONE, pk_of("released_speaker")),
    "sessions:speaker_talk": get(EVERYONE, pk_of("released_speaker")),
    "sessions:speaker_upload": get(EVERYONE, pk_of("released_speaker")),
    "sessions:speaker_withdraw": post(EVERYONE, pk_of("document")),
    "sessions:speaker_list": get(TEAM),
    "sessions:ask_speakers": get(ORGANISERS),
    "sessions:register_speakers": get(ORGANISERS),
    "sessions:release_list": get(TEAM),
    "sessions:removed_list": get(TEAM),
    "sessions:copy_session": post(ORGANISERS, pk_of("session")),
    "sessions:shift": get(ORGANISERS, pk_of("session")),
    "sessions:restore_session": post(ORGANISERS, pk_of("removed_session")),
    "sessions:undo": post(ORGANISERS, lambda world: {"pk": world.conference.history.first().pk}),
    "sessions:clash_list": get(TEAM),
    # without a clash in the address there is nothing to accept
    "sessions:accept_clash": get(answers(TO_SIGN_IN, 404, 403, 403, 403, 404, 404)),
    "sessions:reopen_clash": post(ORGANISERS, pk_of("accepted_clash")),
    "sessions:add_session": get(ORGANISERS),
    "sessions:release": get(ORGANISERS),
    "sessions:plan": get(TEAM),
    "sessions:desk_session": get(TEAM, pk_of("session")),
    "sessions:change_session": get(ORGANISERS, pk_of("session")),
    "sessions:move_session": get(ORGANISERS, pk_of("session")),
    "sessions:remove_session": get(ORGANISERS, pk_of("session")),
    "sessions:add_speaker": get(ORGANISERS, pk_of("session")),
    "sessions:add_new_speaker": get(ORGANISERS, pk_of("session")),
    "sessions:add_contribution": get(ORGANISERS, pk_of("session")),
    "sessions:change_speaker": get(ORGANISERS, pk_of("speaker")),
    "sessions:move_speaker": post(ORGANISERS, pk_of("speaker")),
    "sessions:remove_speaker": get(ORGANISERS, pk_of("speaker")),
    "sessions:change_contribution": get(ORGANISERS, pk_of("contribution")),
    "sessions:move_contribution": post(ORGANISERS, pk_of("contribution")),
    "sessions:copy_contribution": post(ORGANISERS, pk_of("contribution")),
    "sessions:remove_contribution": get(ORGANISERS, pk_of("contribution")),
    # reports
    "reports:all_notes": get(EVERYONE),
    "reports:feed": get(EVERYONE),
    "reports:notes": get(EVERYONE),
    "reports:tell_participants": get(NOTE_WRITERS, in_note()),
    "reports:note": get(ONLY_TEAM, in_note()),  # the world's note is a draft
    "reports:note_pdf": get(ONLY_TEAM, in_note()),
    "reports:booklet": get(EVERYONE),
    "reports:booklet_pdf": get(EVERYONE),
    "reports:document_list": get(TEAM),
    "reports:participant_list": get(TEAM),
    "reports:participant_list_pdf": get(TEAM),
    "reports:badges": get(DESK),
    "reports:badges_pdf": get(DESK),
    "reports:desk_booklet": get(TEAM),
    "reports:desk_booklet_pdf": get(TEAM),
    "reports:note_list": get(TEAM),
    "reports:start": get(NOTE_WRITERS),
    "reports:paste": get(NOTE_WRITERS),
    "reports:finding_list": get(NOTE_WRITERS, in_note()),
    "reports:accept_suggestion": post(NOTE_WRITERS, in_note(fingerprint="0")),
    "reports:dismiss_finding": get(answers(TO_SIGN_IN, 404, 403, 404, 403, 404, 404), in_note(fingerprint="0")),
    "reports:take_up_again": post(NOTE_WRITERS, in_note(fingerprint="0")),
    "reports:fact_list": get(NOTE_WRITERS, in_note()),
    "reports:accept_fact": post(NOTE_WRITERS, in_note()),
    "reports:renew_fact": post(NOTE_WRITERS, in_note(pk="accepted_fact")),
    "reports:settle_fact": post(NOTE_WRITERS, in_note(pk="accepted_fact")),
    "reports:state_group_list": get(NOTE_WRITERS),
    "reports:add_state_group": get(NOTE_WRITERS),
    "reports:change_state_group": get(NOTE_WRITERS, lambda world: {"group": world.state_group.pk}),
    "reports:remove_state_group": get(NOTE_WRITERS, lambda world: {"group": world.state_group.pk}),
    "reports:template_list": get(NOTE_WRITERS),
    "reports:keep_template": get(NOTE_WRITERS, in_note()),
    "reports:remove_template": get(NOTE_WRITERS, lambda world: {"template": world.note_template.pk}),
    "reports:desk_note": get(TEAM, in_note()),
    "reports:desk_pdf": get(TEAM, in_note()),
    "reports:desk_word": get(TEAM, in_note()),
    "reports:read_back": get(NOTE_WRITERS, in_note()),
    "reports:take_over": post(NOTE_WRITERS, in_note()),
    "reports:language_list": get(TEAM, in_note()),
    "reports:start_translation": get(NOTE_WRITERS, in_note()),
    "reports:follow_original": post(NOTE_WRITERS, in_note()),
    "reports:change_note": get(NOTE_WRITERS, in_note()),
    "reports:revision_list": get(TEAM, in_note()),
    "reports:revision": get(TEAM, in_note(number=1)),
    "reports:settle_unplaced": post(NOTE_WRITERS, in_note()),
    "reports:send_to_organizers": get(NOTE_WRITERS, in_note()),
    "reports:clearance_list": get(TEAM, in_note()),
    "reports:settle_comment": post(NOTE_WRITERS, in_note(pk="comment")),
    "reports:recall_request": get(NOTE_WRITERS, in_note(pk="clearance_request")),
    "reports:clearance": get(EVERYONE),
    "reports:clearance_comment": post(EVERYONE),
    "reports:clearance_agree": post(EVERYONE),
    "reports:clearance_pdf": get(EVERYONE),
    "reports:clearance_word": get(EVERYONE),
    "reports:clear": post(NOTE_WRITERS, in_note()),
    "reports:reopen": post(NOTE_WRITERS, in_note()),
    "reports:publish": get(NOTE_WRITERS, in_note()),
    "reports:withdraw": get(NOTE_WRITERS, in_note()),
    "reports:remove": get(NOTE_WRITERS, in_note()),
    "reports:add_part": get(NOTE_WRITERS, in_note(kind="section")),
    "reports:change_part": get(NOTE_WRITERS, in_note(kind="section", pk="section")),
    "reports:take_from_data": post(NOTE_WRITERS, in_note(pk="front_matter_item")),
    "reports:move_part": post(NOTE_WRITERS, in_note(kind="section", pk="section")),
    "reports:remove_part": get(NOTE_WRITERS, in_note(kind="section", pk="section")),
}


def make_world() -> SimpleNamespace:
    """Make one of each thing that addresses name, two conferences, and a user of every kind."""
    conference, elsewhere = make_conference(), make_conference()
    team = {role: make_member(conference, role=role) for role in TeamRole}
    registration = make_registration(conference, status=RegistrationStatus.CONFIRMED)
    session = make_session(conference)
    released_speaker = make_speaker(session, contribution=session.contributions.create(title="Controls in practice"))
    release(conference, by=None, at=BEFORE)
    document = session.documents.create(
        title="Slides", file=ContentFile(b"%PDF-1.7", "slides.pdf"), uploaded_at=BEFORE,
        uploaded_by=released_speaker.participant,
    )  # fmt: skip
    note = make_note(conference)
    clearance_request = make_clearance_request(note)
    return SimpleNamespace(
        conference=conference,
        elsewhere=elsewhere,
        users={
            "anonymous": None,
            "stranger": make_user(),
            "elsewhere": make_member(elsewhere),
            **{str(role): user for role, user in team.items()},
        },
        room=make_room(conference),
        member=conference.team.get(user=team[TeamRole.VIEWER]),
        delegation=make_delegation(conference),
        question=make_question(conference),
        organisation=make_organisation(),
        another_organisation=make_organisation(),
        merge_of_participants=make_merge(conference, kept=registration.participant, kind=MergeKind.PARTICIPANT),
        merge=make_merge(conference, kept=make_organisation()),
        message=make_message(conference, html="<p>You are invited.</p>"),
        letter=make_letter(conference),
        mailing=make_mailing(conference),
        reminder=make_reminder(conference),
        registration=registration,
        open_import=conference.imports.create(file_name="a.csv", headers=["Name"], mapping=[""], uploaded_at=BEFORE),
        work=conference.work.create(kind="tag", wish={"name": "Visa"}, asked_at=BEFORE),
        done_import=conference.imports.create(file_name="b.csv", uploaded_at=BEFORE, done_at=BEFORE),
        draft=conference.drafts.create(
            key="4a0f2a94-6a52-4f4c-8f0e-1c1f5e0d5a11",
            reference="DRFT-2345",
            answers={"person": {"family_name": "Muster", "email": "ana@example.org"}},
            created_at=BEFORE,
            changed_at=BEFORE,
        ),
        saved_view=conference.saved_views.create(name="Awaiting approval", query="status=pending"),
        visa_request=make_visa_request(registration.participant),
        invitation=make_invitation(conference, participant=make_participant(conference)),
        session=session,
        speaker=make_speaker(session),
        contribution=session.contributions.create(title="Controls at the border"),
        released_speaker=released_speaker,
        document=document,
        speaker_profile=profile_of(released_speaker.participant),
        removed_session=make_session(conference, title="Removed", starts_at=None, removed_at=BEFORE),
        accepted_clash=conference.accepted_clashes.create(key="room:1-2", reason="Two halves.", accepted_at=BEFORE),
        note=note,
        front_matter_item=note.front_matter.create(key="event", label="Event"),
        accepted_fact=make_accepted_fact(note),
        clearance_request=clearance_request,
        comment=make_comment(clearance_request),
        state_group=make_state_group(),
        note_template=make_note_template(),
        section=note.sections.get(),
    )


def link_owner(world, access: str):
    """Return the purpose of a view behind a personal link, and the world's object whose links open it."""
    purpose = access.removeprefix("personal link: ")
    owners = {
        "participants:invitation": world.invitation,
        "participants:me": world.registration,
        "participants:own_data": world.registration,
        "participants:draft": world.draft,
        "participants:nomination": world.delegation,
        "reports:clearance": world.clearance_request,
        "sessions:my_calendar": world.registration,
        "sessions:speaker": world.speaker_profile,
    }
    return purpose, owners[purpose]
