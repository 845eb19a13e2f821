from django.urls import path

from . import views

app_name = "objectives"

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("laringsmal/", views.register, name="register"),
    path("laringsmal/<str:code>/", views.objective, name="objective"),
    path("spesialitet/<slug:slug>/", views.specialty, name="specialty"),
    path("vedlegg/", views.annex, name="annex"),
    path("vedlegg/avstemming/", views.reconciliations, name="reconciliations"),
    path("vedlegg/<str:slug>/", views.chapter, name="chapter"),
]
