"""The addresses that the gateway calls. Their order and shape are told to it with each text: see sms/reports.py."""

from __future__ import annotations

from django.urls import path

from canvass.texts import webhooks

urlpatterns = [
    path("sms/status/<str:signed>", webhooks.status, name="sms-status"),
    path("sms/inbound", webhooks.inbound, name="sms-inbound"),
]
