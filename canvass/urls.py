"""Where each face answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from canvass.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
]
