"""The addresses of the phone app. Below ``/t/`` the app's own router reads the path."""

from __future__ import annotations

from django.urls import path

from canvass.field import pages

urlpatterns = [
    path("r/", pages.shell, name="field-code"),
    path("r/<str:code>", pages.shell, name="field-join"),
    path("t/", pages.shell, name="field"),
    path("t/sw.js", pages.worker, name="field-worker"),
    path("t/manifest.webmanifest", pages.manifest, name="field-manifest"),
    path("t/words/<str:language>.json", pages.dictionary, name="field-words"),
    path("t/<path:screen>", pages.shell, name="field-screen"),
]
