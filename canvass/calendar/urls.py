"""The public addresses: of an outing or a series, and of each person who signed up."""

from __future__ import annotations

from django.urls import path

from canvass import link_code  # noqa: F401  registers <code:…>
from canvass.calendar import files, pages

urlpatterns = [
    path("inscription/<code:code>", pages.sign_up, name="sign-up"),
    path("inscription/<code:code>/sorties.ics", files.of_page, name="sign-up-calendar"),
    path("i/<code:code>", pages.mine, name="my-sign-up"),
    path("i/<code:code>/sortie.ics", files.of_sign_up, name="my-sign-up-calendar"),
    path("agenda/<str:token>/sorties.ics", files.of_member, name="member-calendar"),
]
