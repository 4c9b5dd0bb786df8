from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = "Participants"

    def ready(self):
        from conference import panels as conference_panels
        from participants import audit, panels

        audit.register()
        conference_panels.desk.append(panels.desk)
        conference_panels.public.append(panels.public)
