"""The code in the addresses that people are sent, as Django's paths read it: ``<code:code>``."""

from __future__ import annotations

from django.urls import register_converter


class LinkCode:
    """Letters and digits, typed in any case: anything else is not there, and never reaches the database."""

    regex = "[0-9A-Za-z]{1,16}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(LinkCode, "code")
