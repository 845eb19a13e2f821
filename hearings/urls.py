"""Every address of innspillsrunder and høringer."""

from __future__ import annotations

from django.urls import path

from .views import councils, dispositions, links, published, reception, requests, summary

app_name = "hearings"

urlpatterns = [
    # Merknader
    path("horinger/<int:pk>/mottak/", reception.reception, name="reception"),
    path("horinger/<int:pk>/mottak/<int:answer_pk>/", reception.reception_answer, name="reception_answer"),
    path(
        "horinger/<int:pk>/mottak/<int:answer_pk>/vedlegg/<int:file_pk>/",
        reception.reception_file,
        name="reception_file",
    ),
    path("horinger/<int:pk>/merknader/", dispositions.comments, name="comments"),
    path("horinger/<int:pk>/merknader/neste/", dispositions.comment_next, name="comment_next"),
    path("horinger/<int:pk>/merknader/<int:comment_pk>/", dispositions.comment, name="comment"),
    path("horinger/<int:pk>/publiserte-svar/", published.answers, name="published_answers"),
    path("horinger/<int:pk>/publiserte-svar.<slug:suffix>", published.answers_export, name="published_export"),
    path("horinger/<int:pk>/publiserte-svar/<int:answer_pk>/", published.answer, name="published_answer"),
    path(
        "horinger/<int:pk>/publiserte-svar/<int:answer_pk>/vedlegg/<int:file_pk>/",
        published.answer_file,
        name="published_file",
    ),
    path("horinger/<int:pk>/oppsummering/", summary.summary, name="summary"),
    path("horinger/<int:pk>/oppsummering/rediger/", summary.summary_edit, name="summary_edit"),
    path("horinger/<int:pk>/oppsummering/fil/<int:document_pk>/", summary.summary_file, name="summary_file"),
    # Innspillsrunde
    path("innspill/", requests.request_list, name="requests"),
    path("innspill/<int:pk>/", requests.request_page, name="request"),
    path("innspill/<int:pk>/svar/", requests.answer, name="answer"),
    path("innspill/<int:pk>/send/", requests.send, name="send"),
    path("innspill/<int:pk>/ny-versjon/", requests.newer_version, name="newer_version"),
    path("innspill/<int:pk>/rad/", councils.ask, name="ask_councils"),
    path("innspill/<int:pk>/uenighet/", councils.lift, name="lift"),
    path("innspill/<int:pk>/rad/<int:assessment_pk>/", councils.follow_up, name="follow_up"),
    path("radsvurdering/<int:pk>/", councils.assessment, name="assessment"),
    path("radsvurdering/lenke/<str:secret>/", links.link, name="link"),
]
