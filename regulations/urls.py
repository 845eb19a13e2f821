"""The workspace of endringsforskrifter, the directorate's own, and the announced acts, which everyone may read."""

from django.urls import path

from .views import acts, clauses, dispatch, documents, entries, preview, review, transitional, workspace

app_name = "regulations"

urlpatterns = [
    path("endringsforskrifter/", workspace.regulations, name="regulations"),
    path("endringsforskrifter/<int:pk>/", workspace.regulation, name="regulation"),
    path("endringsforskrifter/<int:pk>/trykt/", workspace.printed, name="printed"),
    path("endringsforskrifter/<int:pk>/overskrift/", workspace.heading, name="heading"),
    path("endringsforskrifter/<int:pk>/plan/", workspace.schedule, name="schedule"),
    path("endringsforskrifter/<int:pk>/las/", workspace.lock, name="lock"),
    path("endringsforskrifter/<int:pk>/las-opp/", workspace.unlock, name="unlock"),
    path("endringsforskrifter/<int:pk>/ledd/<int:clause_pk>/", clauses.clause, name="clause"),
    path("endringsforskrifter/<int:pk>/ledd/<int:clause_pk>/ta-ut/", clauses.remove, name="clause_remove"),
    path("endringsforskrifter/<int:pk>/ledd/<int:clause_pk>/bygg-pa/", clauses.rebase, name="clause_rebase"),
    path("endringsforskrifter/<int:pk>/ledd/<int:clause_pk>/ordlyd/", clauses.reword, name="clause_reword"),
    path("endringsforskrifter/<int:pk>/forhandsvisning/", preview.draft_preview, name="preview"),
    path("endringsforskrifter/<int:pk>/overgangsregler/", transitional.rules, name="rules"),
    path("endringsforskrifter/<int:pk>/overgangsregler/ny/", transitional.rule, name="rule_new"),
    path("endringsforskrifter/<int:pk>/overgangsregler/<int:rule_pk>/", transitional.rule, name="rule"),
    path(
        "endringsforskrifter/<int:pk>/overgangsregler/<int:rule_pk>/ta-ut/",
        transitional.rule_remove,
        name="rule_remove",
    ),
    path("endringsforskrifter/<int:pk>/gjennomgang/", review.review, name="review"),
    path("endringsforskrifter/<int:pk>/gjennomgang/godkjenn/", review.approve, name="approve"),
    path("endringsforskrifter/<int:pk>/gjennomgang/trekk/", review.withdraw, name="approval_withdraw"),
    path("endringsforskrifter/<int:pk>/kommentarer/", review.comment, name="comment"),
    path("endringsforskrifter/<int:pk>/kommentarer/<int:comment_pk>/svar/", review.answer, name="comment_answer"),
    path("endringsforskrifter/<int:pk>/kommentarer/<int:comment_pk>/avklar/", review.settle, name="comment_settle"),
    path("endringsforskrifter/<int:pk>/versjoner/", review.versions, name="versions"),
    path("endringsforskrifter/<int:pk>/pakke/", dispatch.dispatch, name="dispatch"),
    path("endringsforskrifter/<int:pk>/pakke/sjekkliste/", dispatch.checklist, name="checklist"),
    path("endringsforskrifter/<int:pk>/pakke/trekk-tilbake/", dispatch.recall, name="recall"),
    path("endringsforskrifter/<int:pk>/pakke/zip/", dispatch.dispatch_package, name="dispatch_package"),
    path("endringsforskrifter/<int:pk>/pakke/word/", dispatch.dispatch_manuscript, name="dispatch_manuscript"),
    path("endringsforskrifter/<int:pk>/ikrafttredelse/", transitional.determine, name="determine"),
    path("endringsforskrifter/<int:pk>/filer/", documents.files, name="files"),
    path("endringsforskrifter/<int:pk>/filer/<slug:form>/", documents.file, name="file"),
    path("endringsforskrifter/<int:pk>/brev/", documents.request_letter, name="request_letter"),
    path("endringsforskrifter/<int:pk>/pdf/", documents.request_pdf, name="request_pdf"),
    path("endringsforskrifter/<int:pk>/pdf/<int:document_pk>/", documents.document, name="document"),
    path("endringsforskrifter/<int:pk>/pdf/<int:document_pk>/fil/", documents.download, name="download"),
    path("ikrafttredelser/", entries.entries, name="entries"),
    path("ikrafttredelser/<str:day>/", entries.entry, name="entry"),
    path("forskrifter/", acts.acts, name="acts"),
    path("forskrifter/atom.xml", entries.feed, name="feed"),
    path("forskrifter/<int:year>/<int:number>/", acts.act, name="act"),
    path("forskrifter/<int:year>/<int:number>/endre/", acts.amend, name="act_amend"),
    path("forskrifter/<int:year>/<int:number>/lovdata/", acts.act_lovdata, name="act_lovdata"),
    path("forskrifter/<int:year>/<int:number>/pdf/", acts.act_pdf, name="act_pdf"),
    path("forskrifter/<int:year>/<int:number>/filer/<slug:form>/", acts.act_file, name="act_file"),
]
