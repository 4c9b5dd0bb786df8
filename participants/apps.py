from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = "Participants"

    def ready(self):
        from conference import panels as conference_panels
        from conference.signals import conference_changed, conference_changing, conference_cloned
        from correspondence.signals import written_again
        from participants import audiences, audit, cloning, holding, panels, places, selections
        from participants.actions.messages import stand_by_the_new_one
        from participants.actions.photos import erase_photo
        from participants.actions.settings import give_new_places
        from participants.signals import person_erased

        audit.register()
        holding.register()
        audiences.register_all()
        selections.register_all()
        conference_changing.connect(places.refuse_fewer_places, dispatch_uid="refuse fewer places")
        conference_changed.connect(give_new_places, dispatch_uid="give new places")
        written_again.connect(stand_by_the_new_one, dispatch_uid="stand by the new message")
        person_erased.connect(erase_photo, dispatch_uid="erase the photo")
        conference_cloned.connect(cloning.take_over_questions, dispatch_uid="take over questions")
        conference_panels.desk.append(panels.desk)
        conference_panels.public.append(panels.public)
