"""Addresses of accounts, conferences, their teams and rooms, and of correspondence."""

from tests.addresses.words import (
    ANY_ORGANISER,
    DESK,
    EVERYONE,
    NOBODY,
    ONLY_BEFORE_SIGN_IN,
    ORGANISERS,
    SIGNED_IN,
    TEAM,
    TO_SIGN_IN,
    answers,
    get,
    pk_of,
    post,
    text_of_a_message,
)

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
}
