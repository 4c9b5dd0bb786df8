"""Addresses of conferences and of their team's area."""

from django.urls import include, path

from conference.views import details, history, pages, retention, team

app_name = "conference"
DESK = "c/<slug:conference>/desk/"
at_the_desk = [
    path("", pages.desk, name="desk"),
    path("details/", details.details, name="details"),
    path("details/change/", details.change, name="change"),
    path("details/organizers/", details.organizers, name="organizers"),
    path("details/clone/", details.clone, name="clone"),
    path("details/announce/", details.announce, name="announce"),
    path("details/cancel/", details.cancel, name="cancel"),
    path("details/restore/", details.restore, name="restore"),
    path("details/archive/", details.archive, name="archive"),
    path("details/reopen/", details.reopen, name="reopen"),
    path("details/personal-data/", retention.retention, name="retention"),
    path("details/personal-data/change/", retention.change_retention, name="change_retention"),
    path("rooms/add/", details.add_room, name="add_room"),
    path("rooms/<int:pk>/", details.change_room, name="change_room"),
    path("rooms/<int:pk>/remove/", details.remove_room, name="remove_room"),
    path("team/", team.team, name="team"),
    path("team/add/", team.add_member, name="add_member"),
    path("team/<int:pk>/", team.change_role, name="change_role"),
    path("team/<int:pk>/remove/", team.remove_member, name="remove_member"),
    path("history/", history.history, name="history"),
]
urlpatterns = [
    path(DESK, include(at_the_desk)),
    path("", pages.home, name="home"),
    path("new/", pages.new, name="new"),
    path("c/<slug:conference>/", pages.conference, name="conference"),
]
