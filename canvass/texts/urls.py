"""The addresses that the gateway calls, told to it with each text (see sms/reports.py), and the link to answer."""

from __future__ import annotations

from django.urls import path

from canvass import link_code  # noqa: F401  registers <code:…>
from canvass.texts import answering, webhooks

urlpatterns = [
    path("a/<code:code>", answering.answer, name="answer-link"),
    path("sms/status/<str:signed>", webhooks.status, name="sms-status"),
    path("sms/inbound", webhooks.inbound, name="sms-inbound"),
]
