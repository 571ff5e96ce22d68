"""The addresses of the API."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from canvass.api import bundle, devices, joining, push, relay, sync

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("join", joining.Ask.as_view(), name="api-join"),
    path("join/j-<uuid:join>", joining.Status.as_view(), name="api-join-status"),
    path("join/j-<uuid:join>/token", joining.Token.as_view(), name="api-join-token"),
    path("device", bundle.Me.as_view(), name="api-device"),
    path("device/renew", devices.Renew.as_view(), name="api-renew"),
    path("device/handback", devices.HandBack.as_view(), name="api-handback"),
    path("turfs/<str:turf>/bundle", bundle.Bundle.as_view(), name="api-bundle"),
    path("turfs/<str:turf>/relay", relay.Offer.as_view(), name="api-relay"),
    path("turfs/<str:turf>/relay/close", relay.Close.as_view(), name="api-relay-close"),
    path("sync/push", push.Push.as_view(), name="api-push"),
    path("sync/pull", sync.Pull.as_view(), name="api-pull"),
    path("sync/seal", devices.Seal.as_view(), name="api-seal"),
    path("sync/tallies", sync.Tallies.as_view(), name="api-tallies"),
]
