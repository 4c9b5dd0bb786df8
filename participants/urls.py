"""Addresses of the desk's work with people, and of the pages behind their personal links."""

from django.urls import path

from participants.views import bulk, exports, invitations, lists, organisations, personal, registrations

app_name = "participants"
DESK = "c/<slug:conference>/desk/"
urlpatterns = [
    path(DESK + "registrations/", lists.registration_list, name="registration_list"),
    path(DESK + "registrations/views/save/", lists.save_view, name="save_view"),
    path(DESK + "registrations/views/<int:pk>/remove/", lists.remove_view, name="remove_view"),
    path(DESK + "registrations/export.<slug:kind>", exports.export, name="export"),
    path(DESK + "registrations/bulk/", bulk.bulk, name="bulk"),
    path(DESK + "registrations/bulk/result/", bulk.bulk_result, name="bulk_result"),
    path(DESK + "registrations/fill/", registrations.fill_free_places, name="fill_free_places"),
    path(DESK + "registrations/<int:pk>/", registrations.registration, name="registration"),
    path(DESK + "registrations/<int:pk>/details/", registrations.change_participant, name="change_participant"),
    path(DESK + "registrations/<int:pk>/check-in/", registrations.check_in, name="check_in"),
    path(DESK + "registrations/<int:pk>/undo-check-in/", registrations.undo_check_in, name="undo_check_in"),
    path(DESK + "registrations/<int:pk>/<slug:transition>/", registrations.change_status, name="change_status"),
    path(DESK + "invitations/", invitations.invitation_list, name="invitation_list"),
    path(DESK + "invitations/new/", invitations.invite, name="invite"),
    path(DESK + "invitations/send/", invitations.send_invitation, name="send_invitation"),
    path(DESK + "invitations/<int:pk>/", invitations.invitation_detail, name="invitation_detail"),
    path(DESK + "invitations/<int:pk>/send-again/", invitations.send_again, name="send_again"),
    path(DESK + "invitations/<int:pk>/withdraw/", invitations.revoke, name="revoke"),
    path(DESK + "organisations/", organisations.organisation_list, name="organisation_list"),
    path(DESK + "organisations/new/", organisations.add_organisation, name="add_organisation"),
    path(DESK + "organisations/suggest/", organisations.suggest_organisations, name="suggest_organisations"),
    path(DESK + "organisations/duplicates/", organisations.organisation_duplicates, name="organisation_duplicates"),
    path(
        DESK + "organisations/duplicates/<int:organisation>/<int:other>/apart/",
        organisations.keep_organisations_apart,
        name="keep_organisations_apart",
    ),
    path(
        DESK + "organisations/merges/<int:merge>/undo/",
        organisations.undo_merge_of_organisations,
        name="undo_merge_of_organisations",
    ),
    path(DESK + "organisations/<int:organisation>/", organisations.organisation, name="organisation"),
    path(
        DESK + "organisations/<int:organisation>/change/",
        organisations.change_organisation,
        name="change_organisation",
    ),
    path(
        DESK + "organisations/<int:organisation>/merge/", organisations.merge_organisations, name="merge_organisations"
    ),
    path("i/<str:link>/", personal.invitation, name="invitation"),
    path("i/<str:link>/accept/", personal.accept, name="accept"),
    path("i/<str:link>/decline/", personal.decline, name="decline"),
    path("i/<str:link>/renew/", personal.renew, name="renew"),
    path("me/<str:link>/", personal.me, name="me"),
    path("me/<str:link>/details/", personal.details, name="details"),
    path("me/<str:link>/cancel/", personal.cancel, name="cancel"),
    path("me/<str:link>/conference.ics", personal.calendar, name="calendar"),
]
