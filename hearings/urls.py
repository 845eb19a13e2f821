"""Addresses of what others are asked about."""

from __future__ import annotations

from django.urls import path

from .views import answer_links, answers, public

app_name = "hearings"

urlpatterns = [
    # Høring
    path("horinger/", public.hearings, name="hearings"),
    path("horinger/<int:pk>/", public.hearing, name="hearing"),
    path("horinger/<int:pk>/svar/", public.answer_new, name="answer_new"),
    path("horinger/<int:pk>/svar/mottatt/", public.answer_received, name="answer_received"),
    path("horinger/<int:pk>/svar/for/<int:organisation_pk>/", answers.answer_begin, name="answer_begin"),
    path("horinger/lenke/<slug:secret>/", answer_links.answer_link, name="answer_link"),
    path("horinger/lenke/<slug:secret>/endre/", answer_links.answer_link_change, name="answer_link_change"),
    path("horinger/lenke/<slug:secret>/trekk/", answer_links.answer_link_withdraw, name="answer_link_withdraw"),
    path("horinger/svar/<int:pk>/", answers.answer, name="answer"),
    path("horinger/svar/<int:pk>/send/", answers.answer_send, name="answer_send"),
    path("horinger/svar/<int:pk>/endre/", answers.answer_change, name="answer_change"),
    path("horinger/svar/<int:pk>/trekk/", answers.answer_withdraw, name="answer_withdraw"),
    path("horinger/svar/<int:pk>/vedlegg/", answers.answer_file_new, name="answer_file_new"),
    path("horinger/svar/<int:pk>/vedlegg/<int:file_pk>/", answers.answer_file, name="answer_file"),
    path("horinger/svar/<int:pk>/vedlegg/<int:file_pk>/slett/", answers.answer_file_delete, name="answer_file_delete"),
]
