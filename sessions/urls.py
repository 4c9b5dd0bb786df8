"""Addresses of the agenda."""

from django.urls import path

from sessions.views import calendars, clashes, desk, editing, mine, public, releases, speakers

app_name = "sessions"
AGENDA = "c/<slug:conference>/agenda/"
DESK = "c/<slug:conference>/desk/agenda/"
urlpatterns = [
    path(AGENDA, public.agenda, name="agenda"),
    path(AGENDA + "worker.js", public.worker, name="worker"),
    path(AGENDA + "zone/", public.zone, name="zone"),
    path(AGENDA + "mine/", mine.mine, name="mine"),
    path(AGENDA + "mine/choose/", mine.choose, name="choose"),
    path(AGENDA + "mine/<str:picks>.ics", mine.picked_calendar, name="picked_calendar"),
    path(AGENDA + "<int:pk>/pick/", mine.pick, name="pick"),
    path("me/<str:link>/agenda/", mine.my_agenda, name="my_agenda"),
    path("me/<str:link>/agenda/choose/", mine.my_choice, name="my_choice"),
    path("me/<str:link>/agenda.ics", mine.my_calendar, name="my_calendar"),
    path(AGENDA + "versions/<int:number>/", public.version, name="version"),
    path("c/<slug:conference>/agenda.ics", calendars.agenda_calendar, name="agenda_calendar"),
    path(AGENDA + "schedule.json", calendars.schedule_json, name="schedule_json"),
    path(AGENDA + "schedule.xml", calendars.schedule_xml, name="schedule_xml"),
    path(AGENDA + "<int:pk>/", public.session, name="session"),
    path(AGENDA + "<int:pk>.ics", calendars.session_calendar, name="session_calendar"),
    path(DESK, desk.desk_agenda, name="desk_agenda"),
    path(DESK + "add/", desk.add_session, name="add_session"),
    path(DESK + "release/", releases.release, name="release"),
    path(DESK + "versions/", releases.release_list, name="release_list"),
    path(DESK + "clashes/", clashes.clash_list, name="clash_list"),
    path(DESK + "clashes/accept/", clashes.accept_clash, name="accept_clash"),
    path(DESK + "clashes/<int:pk>/reopen/", clashes.reopen_clash, name="reopen_clash"),
    path(DESK + "<int:pk>/", desk.desk_session, name="desk_session"),
    path(DESK + "<int:pk>/change/", desk.change_session, name="change_session"),
    path(DESK + "<int:pk>/remove/", desk.remove_session, name="remove_session"),
    path(DESK + "<int:pk>/copy/", editing.copy_session, name="copy_session"),
    path(DESK + "<int:pk>/shift/", editing.shift, name="shift"),
    path(DESK + "<int:pk>/restore/", editing.restore_session, name="restore_session"),
    path(DESK + "removed/", editing.removed_list, name="removed_list"),
    path(DESK + "undo/<int:pk>/", editing.undo, name="undo"),
    path(DESK + "<int:pk>/speakers/add/", speakers.add_speaker, name="add_speaker"),
    path(DESK + "<int:pk>/speakers/new/", speakers.add_new_speaker, name="add_new_speaker"),
    path(DESK + "<int:pk>/presentations/add/", speakers.add_contribution, name="add_contribution"),
    path(DESK + "speakers/<int:pk>/", speakers.change_speaker, name="change_speaker"),
    path(DESK + "speakers/<int:pk>/move/", speakers.move_speaker, name="move_speaker"),
    path(DESK + "speakers/<int:pk>/remove/", speakers.remove_speaker, name="remove_speaker"),
    path(DESK + "presentations/<int:pk>/", speakers.change_contribution, name="change_contribution"),
    path(DESK + "presentations/<int:pk>/remove/", speakers.remove_contribution, name="remove_contribution"),
]
