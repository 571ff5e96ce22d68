"""How leaders and headquarters get an account: somebody gives it to them; nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from campaigns.people.models import User

OBVIOUS = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class ClosedDoor(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Nothing about signing in or out: the page that follows says it."""
        if message_template not in OBVIOUS:
            super().add_message(request, level, message_template, *args, **kwargs)


def display_name(user: User) -> str:
    return user.name or user.email
