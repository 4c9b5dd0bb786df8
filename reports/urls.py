"""Addresses of the app."""

from django.urls import path

from reports.views import (
    clearance,
    everywhere,
    facts,
    notes,
    organizers,
    parts,
    proofreading,
    public,
    revisions,
    status,
    templates,
    word,
)

app_name = "reports"

DESK = "c/<slug:conference>/desk/notes/"
NOTE = DESK + "<slug:language>/"
PART = NOTE + "<slug:kind>/<int:pk>/"

urlpatterns = [
    path("notes/", everywhere.all_notes, name="all_notes"),
    path("notes/feed.atom", everywhere.feed, name="feed"),
    path("c/<slug:conference>/notes/", public.notes, name="notes"),
    path("c/<slug:conference>/notes/<slug:language>/", public.note, name="note"),
    path("c/<slug:conference>/notes/<slug:language>/note.pdf", public.note_pdf, name="note_pdf"),
    path("note/<str:link>/", organizers.clearance, name="clearance"),
    path("note/<str:link>/comment/", organizers.comment, name="clearance_comment"),
    path("note/<str:link>/agree/", organizers.agree, name="clearance_agree"),
    path("note/<str:link>/note.docx", organizers.note_word, name="clearance_word"),
    path("note/<str:link>/note.pdf", organizers.note_pdf, name="clearance_pdf"),
    path(DESK, notes.note_list, name="note_list"),
    path(DESK + "start/", notes.start, name="start"),
    path(DESK + "paste/", notes.paste, name="paste"),
    path(DESK + "state-groups/", facts.state_group_list, name="state_group_list"),
    path(DESK + "state-groups/add/", facts.add_state_group, name="add_state_group"),
    path(DESK + "state-groups/<int:group>/", facts.change_state_group, name="change_state_group"),
    path(DESK + "state-groups/<int:group>/remove/", facts.remove_state_group, name="remove_state_group"),
    path(DESK + "templates/", templates.template_list, name="template_list"),
    path(DESK + "templates/<int:template>/remove/", templates.remove_template, name="remove_template"),
    path(NOTE, notes.desk_note, name="desk_note"),
    path(NOTE + "note.pdf", notes.desk_pdf, name="desk_pdf"),
    path(NOTE + "note.docx", word.desk_word, name="desk_word"),
    path(NOTE + "word/", word.read_back, name="read_back"),
    path(NOTE + "word/take-over/", word.take_over, name="take_over"),
    path(NOTE + "title/", parts.change_note, name="change_note"),
    path(NOTE + "revisions/", revisions.revision_list, name="revision_list"),
    path(NOTE + "revisions/<int:number>/", revisions.revision, name="revision"),
    path(NOTE + "proofreading/", proofreading.finding_list, name="finding_list"),
    path(NOTE + "proofreading/<slug:fingerprint>/accept/", proofreading.accept, name="accept_suggestion"),
    path(NOTE + "proofreading/<slug:fingerprint>/dismiss/", proofreading.dismiss, name="dismiss_finding"),
    path(NOTE + "proofreading/<slug:fingerprint>/take-up/", proofreading.take_up_again, name="take_up_again"),
    path(NOTE + "facts/", facts.fact_list, name="fact_list"),
    path(NOTE + "facts/accept/", facts.accept, name="accept_fact"),
    path(NOTE + "facts/<int:pk>/renew/", facts.renew, name="renew_fact"),
    path(NOTE + "facts/<int:pk>/settle/", facts.settle, name="settle_fact"),
    path(NOTE + "not-placed/settle/", notes.settle_unplaced, name="settle_unplaced"),
    path(NOTE + "send/", clearance.send_to_organizers, name="send_to_organizers"),
    path(NOTE + "clearance/", clearance.clearance_list, name="clearance_list"),
    path(NOTE + "clearance/comments/<int:pk>/settle/", clearance.settle_comment, name="settle_comment"),
    path(NOTE + "clearance/requests/<int:pk>/recall/", clearance.recall, name="recall_request"),
    path(NOTE + "clear/", status.clear, name="clear"),
    path(NOTE + "reopen/", status.reopen, name="reopen"),
    path(NOTE + "publish/", status.publish, name="publish"),
    path(NOTE + "tell-participants/", status.tell_participants, name="tell_participants"),
    path(NOTE + "withdraw/", status.withdraw, name="withdraw"),
    path(NOTE + "template/", templates.keep_template, name="keep_template"),
    path(NOTE + "remove/", notes.remove, name="remove"),
    path(NOTE + "<slug:kind>/add/", parts.add, name="add_part"),
    path(PART, parts.change, name="change_part"),
    path(NOTE + "front-matter/<int:pk>/take/", parts.take_from_data, name="take_from_data"),
    path(PART + "move/", parts.move, name="move_part"),
    path(PART + "remove/", parts.remove, name="remove_part"),
]
