from django.urls import path

from . import views

app_name = "organisations"

urlpatterns = [
    path("logg-inn/", views.LoginView.as_view(), name="login"),
    path("logg-ut/", views.LogoutView.as_view(), name="logout"),
    path("okt/", views.session, name="session"),
    path("min-side/", views.home, name="home"),
    path("spesialitetskontakter/", views.contacts, name="contacts"),
    path("spesialitetskontakter/<slug:slug>/", views.contact_edit, name="contact_edit"),
]
