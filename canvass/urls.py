"""Where each face answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from canvass.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("canvass.api.urls")),
    path("", include("canvass.texts.urls")),
    path("compte/", include("allauth.urls")),
    path("", include("canvass.calendar.urls")),
    path("", include("canvass.field.urls")),
    path("", include("canvass.desk.urls")),
]
