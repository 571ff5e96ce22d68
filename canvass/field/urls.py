"""The addresses of the phone app. Below ``/t/`` the app's own router reads the path."""

from __future__ import annotations

from django.urls import path

from canvass.field import pages
from canvass.field.simple import doors, ending, joining, places

urlpatterns = [
    path("r/", pages.shell, name="field-code"),
    path("r/<str:code>", pages.shell, name="field-join"),
    path("t/", pages.shell, name="field"),
    path("t/sw.js", pages.worker, name="field-worker"),
    path("t/manifest.webmanifest", pages.manifest, name="field-manifest"),
    path("t/words/<str:language>.json", pages.dictionary, name="field-words"),
    path("t/<path:screen>", pages.shell, name="field-screen"),
    # The same walk as plain forms, for a browser that the app cannot run in.
    path("s/", joining.home, name="simple-home"),
    path("s/rejoindre/", joining.join, name="simple-join-typed"),
    path("s/rejoindre/<str:code>", joining.join, name="simple-join"),
    path("s/attente/<uuid:join>", joining.wait, name="simple-wait"),
    path("s/partir", joining.leave, name="simple-leave"),
    path("s/t-<int:turf>/simple", doors.walk, name="simple-walk"),
    path("s/t-<int:turf>/simple/fin", ending.end, name="simple-end"),
    path("s/t-<int:turf>/simple/adresse/<int:address>", places.place, name="simple-place"),
    path("s/t-<int:turf>/simple/porte/<uuid:door>", doors.door, name="simple-door"),
    path("s/t-<int:turf>/simple/porte/<uuid:door>/discussion", doors.discussion, name="simple-discussion"),
    path("s/t-<int:turf>/simple/porte/<uuid:door>/annuler", doors.undo, name="simple-undo"),
]
