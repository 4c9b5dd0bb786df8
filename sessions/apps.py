from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    # django.contrib.sessions already owns the label "sessions". Ours is what
    # makemigrations, "label.Model" references and permissions must use.
    label = "conference_sessions"
    verbose_name = "Agenda"

    def ready(self):
        from conference import panels as conference_panels
        from conference.signals import room_removing
        from correspondence import audiences
        from participants import held as held_by_participants
        from participants import panels as participants_panels
        from participants.signals import links_revoked, person_erased
        from sessions import audit, held, panels  # noqa: F401 - audit gives the history its words
        from sessions.actions.erasure import erase_speaker
        from sessions.actions.profiles import revoke_speaker_link
        from sessions.actions.sessions import leave_room
        from sessions.choices import CONCERNED

        audiences.register(audiences.Audience(CONCERNED, "Everyone whom the version concerns"))
        held_by_participants.more.append(held.about)
        links_revoked.connect(revoke_speaker_link, dispatch_uid="revoke the speaker's link")
        person_erased.connect(erase_speaker, dispatch_uid="erase the speaker")
        room_removing.connect(leave_room, dispatch_uid="sessions leave the room")
        conference_panels.public.append(panels.public)
        conference_panels.desk.append(panels.desk)
        participants_panels.personal.append(panels.personal)
