"""The texts of a roll-call and how their fields are filled. They are the campaign's own words to its leaders, in the
language of its country whatever the language of who clicks; each fits one segment with a short name and place."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from campaigns.people.models import Membership, Outing
from sms.wording import fill

QUESTION = (
    "Bonjour {prenom}, porte-à-porte {jour} {heure}, RDV {lieu}. Combien serez-vous ? "
    "Répondez OUI 3 ou NON. STOP = plus de SMS"
)
QUESTION_BY_LINK = (
    "Bonjour {prenom}, porte-à-porte {jour} {heure}, RDV {lieu}. Combien serez-vous ? Répondre ou STOP : {lien}"
)
GREETING, AGAIN = "Bonjour {prenom}, ", "Rappel : "
WITHOUT_PLACE = (", RDV {lieu}", "")
NOTED = "Merci, c'est noté : {nombre}."
NOTED_WITHOUT_NUMBER = "Merci, c'est noté. Si vous venez à plusieurs, répondez OUI + le nombre, ex. OUI 3."
AREA_COMES = " Votre secteur arrive {jour} à {heure}."
DECLINED = "Merci de nous avoir prévenus. A la prochaine fois."
STARTED = "{prenom}, votre équipe a-t-elle commencé ? Répondez OUI ou NON."
STARTED_BY_LINK = "{prenom}, votre équipe a-t-elle commencé ? Dites-le ici : {lien}"
AREAS = "{prenom}, vos secteurs de {jour} {heure} : {secteurs}. Les voir : {lien}"
AREA_ON_THE_SPOT = "{prenom}, RDV {jour} {heure}, {lieu}. Votre secteur vous sera remis sur place."
TAKEN_OVER = "{prenom}, votre équipe reprend aussi : {secteurs}. Les voir : {lien}"
REPORT_NOTED = "Merci, c'est noté : {portes} portes, {ouvertes} ouvertes, {discussions} discussions."
REPORT_NOT_UNDERSTOOD = "Nous n'avons pas compris. Envoyez BILAN puis portes, ouvertes, discussions, ex. BILAN 48 17 9."
NOT_UNDERSTOOD = "Nous n'avons pas compris. Répondez OUI 3 ou NON."
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
FIELDS = ("prenom", "jour", "heure", "lieu", "lien")


__all__ = ["fill"]
_NUMBER = re.compile(r"\+?\d+")


def can_be_answered() -> bool:
    """Whether leaders may answer by text: to a number one can, to a name nobody can, and of a messaging service we do
    not know. In a demo one answers on the page that shows the texts."""
    return settings.SMS_GATEWAY == "console" or bool(_NUMBER.fullmatch(settings.SMS_SENDER))


def question(outing: Outing, *, by_link: bool) -> str:
    """The usual question with its fields, without a meeting point where the outing has none."""
    usual = QUESTION_BY_LINK if by_link else QUESTION
    return usual if outing.meeting_point_id else usual.replace(*WITHOUT_PLACE)


def on_the_spot(outing: Outing) -> str:
    """What a leader is told whose team has no area yet."""
    return AREA_ON_THE_SPOT if outing.meeting_point_id else AREA_ON_THE_SPOT.replace(", {lieu}", "")


def reminder(text: str) -> str:
    """The same question again: the greeting gives its place to a word that says so, and the text grows no longer."""
    return AGAIN + text.removeprefix(GREETING)


def fields(outing: Outing, leader: Membership, link: str) -> dict[str, str]:
    """What stands in a question to this leader; ``link``: the address of their page to answer."""
    place = outing.meeting_point.name if outing.meeting_point else ""
    return {
        "prenom": leader.user.get_short_name(),
        "jour": day(outing.starts_at, outing.campaign.time_zone),
        "heure": hour(outing.starts_at, outing.campaign.time_zone),
        "lieu": place,
        "lien": link,
    }


def day(instant: datetime, time_zone: str) -> str:
    """``samedi``, by the clock of that zone."""
    return DAYS[instant.astimezone(ZoneInfo(time_zone)).weekday()]


def hour(instant: datetime, time_zone: str) -> str:
    """``10 h``, ``10 h 30``, with plain spaces: others would double the price."""
    local = instant.astimezone(ZoneInfo(time_zone))
    return f"{local.hour} h {local.minute:02}" if local.minute else f"{local.hour} h"


def people(count: int) -> str:
    """``1 personne``, ``4 personnes``."""
    return f"{count} personne" + ("s" if count > 1 else "")
