"""The public addresses: of an outing or a series, and of each person who signed up."""

from __future__ import annotations

from django.urls import path

from canvass.calendar import files, pages

urlpatterns = [
    path("inscription/<str:code>", pages.sign_up, name="sign-up"),
    path("inscription/<str:code>/sorties.ics", files.of_page, name="sign-up-calendar"),
    path("i/<str:code>", pages.mine, name="my-sign-up"),
    path("i/<str:code>/sortie.ics", files.of_sign_up, name="my-sign-up-calendar"),
    path("agenda/<str:token>/sorties.ics", files.of_member, name="member-calendar"),
]
