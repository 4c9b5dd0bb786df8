from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports"

    def ready(self):
        from conference import panels as conference_panels
        from lib.templatetags import plenary
        from reports import audit, panels
        from sessions import queries as agenda

        audit.register()
        plenary.shown_if["reports:notes"] = panels.has_published
        agenda.beside.append(panels.HAS_PUBLISHED)
        conference_panels.public.append(panels.public)
        conference_panels.desk.append(panels.desk)
