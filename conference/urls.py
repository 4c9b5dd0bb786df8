"""Addresses of conferences and of their team's area."""

from django.urls import path

from conference.views import details, history, pages, retention, team

app_name = "conference"
DESK = "c/<slug:conference>/desk/"
urlpatterns = [
    path("", pages.home, name="home"),
    path("new/", pages.new, name="new"),
    path("c/<slug:conference>/", pages.conference, name="conference"),
    path(DESK, pages.desk, name="desk"),
    path(DESK + "details/", details.details, name="details"),
    path(DESK + "details/change/", details.change, name="change"),
    path(DESK + "details/organizers/", details.organizers, name="organizers"),
    path(DESK + "details/clone/", details.clone, name="clone"),
    path(DESK + "details/announce/", details.announce, name="announce"),
    path(DESK + "details/cancel/", details.cancel, name="cancel"),
    path(DESK + "details/restore/", details.restore, name="restore"),
    path(DESK + "details/archive/", details.archive, name="archive"),
    path(DESK + "details/reopen/", details.reopen, name="reopen"),
    path(DESK + "details/personal-data/", retention.retention, name="retention"),
    path(DESK + "details/personal-data/change/", retention.change_retention, name="change_retention"),
    path(DESK + "rooms/add/", details.add_room, name="add_room"),
    path(DESK + "rooms/<int:pk>/", details.change_room, name="change_room"),
    path(DESK + "rooms/<int:pk>/remove/", details.remove_room, name="remove_room"),
    path(DESK + "team/", team.team, name="team"),
    path(DESK + "team/add/", team.add_member, name="add_member"),
    path(DESK + "team/<int:pk>/", team.change_role, name="change_role"),
    path(DESK + "team/<int:pk>/remove/", team.remove_member, name="remove_member"),
    path(DESK + "history/", history.history, name="history"),
]
