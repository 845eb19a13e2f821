from django.urls import path

from . import export_views, views

app_name = "objectives"

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("laringsmal/", views.register, name="register"),
    path("laringsmal/<str:code>/", views.objective, name="objective"),
    path("spesialitet/<slug:slug>/", views.specialty, name="specialty"),
    path("vedlegg/", views.annex, name="annex"),
    path("vedlegg/avstemming/", views.reconciliations, name="reconciliations"),
    path("vedlegg/<str:slug>/", views.chapter, name="chapter"),
    path("eksport/", export_views.export, name="export"),
    path("eksport/bestill/", export_views.order, name="export_order"),
    path("eksport/<str:key>/", export_views.export_job, name="export_job"),
    path("eksport/<str:key>/fil/", export_views.export_file, name="export_file"),
]
