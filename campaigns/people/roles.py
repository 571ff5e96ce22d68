"""Who may do what: one table that the menu, the views and the access test read.

Pure: no Django. A scope narrows an action to a part of the campaign; nothing here crosses a campaign.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    VOLUNTEER = "volunteer"
    TEAM_LEADER = "team_leader"
    HQ_READ = "hq_read"
    HQ_MANAGE = "hq_manage"
    TREASURER = "treasurer"
    ADMIN = "admin"
    AUDITOR = "auditor"


HEADQUARTERS = frozenset({Role.HQ_READ, Role.HQ_MANAGE, Role.TREASURER, Role.ADMIN, Role.AUDITOR})


class Scope(StrEnum):
    """How far a right reaches inside the campaign."""

    ALL = "all"
    TEAMS = "teams"
    OWN = "own"


class Action(StrEnum):
    RECORD_VISITS = "record_visits"
    SEE_PROGRESS = "see_progress"
    SEE_STATIONS = "see_stations"
    SET_TARGETS = "set_targets"
    PLAN_HOLDOUTS = "plan_holdouts"
    SEE_STATION = "see_station"
    COMMENT_STATIONS = "comment_stations"
    MANAGE_COMMENTS = "manage_comments"
    SEE_FORECAST = "see_forecast"
    SEE_OUTINGS = "see_outings"
    PREPARE_OUTINGS = "prepare_outings"
    ADMIT_PHONES = "admit_phones"
    OPEN_CLOSED_DOORS = "open_closed_doors"
    JUDGE_QUARANTINE = "judge_quarantine"
    SEE_REQUESTS = "see_requests"
    ANSWER_REQUESTS = "answer_requests"
    IMPORT_GROUND = "import_ground"
    MANAGE_TEAMS = "manage_teams"
    MANAGE_USERS = "manage_users"
    WRITE_NUMBERS = "write_numbers"
    FORCE_HOURS = "force_hours"
    WRITE_TEXTS = "write_texts"
    SEE_MESSAGES = "see_messages"
    HANDLE_MESSAGES = "handle_messages"


RIGHTS: dict[Action, dict[Role, Scope]] = {
    Action.RECORD_VISITS: {Role.VOLUNTEER: Scope.OWN, Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_MANAGE: Scope.ALL},
    Action.SEE_PROGRESS: {
        Role.VOLUNTEER: Scope.OWN,
        Role.TEAM_LEADER: Scope.TEAMS,
        Role.HQ_READ: Scope.ALL,
        Role.HQ_MANAGE: Scope.ALL,
        Role.TREASURER: Scope.ALL,
        Role.ADMIN: Scope.ALL,
    },
    Action.SEE_STATIONS: {Role.HQ_READ: Scope.ALL, Role.HQ_MANAGE: Scope.ALL},
    Action.SET_TARGETS: {Role.HQ_MANAGE: Scope.ALL},
    Action.PLAN_HOLDOUTS: {Role.HQ_MANAGE: Scope.ALL},
    Action.SEE_STATION: {Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_READ: Scope.ALL, Role.HQ_MANAGE: Scope.ALL},
    Action.COMMENT_STATIONS: {Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_MANAGE: Scope.ALL},
    Action.MANAGE_COMMENTS: {Role.HQ_MANAGE: Scope.ALL},
    Action.SEE_FORECAST: {
        Role.HQ_READ: Scope.ALL,
        Role.HQ_MANAGE: Scope.ALL,
        Role.TREASURER: Scope.ALL,
        Role.ADMIN: Scope.ALL,
    },
    Action.SEE_OUTINGS: {
        Role.TEAM_LEADER: Scope.TEAMS,
        Role.HQ_READ: Scope.ALL,
        Role.HQ_MANAGE: Scope.ALL,
        Role.ADMIN: Scope.ALL,
    },
    Action.PREPARE_OUTINGS: {Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_MANAGE: Scope.ALL},
    Action.ADMIT_PHONES: {Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_MANAGE: Scope.ALL, Role.ADMIN: Scope.ALL},
    Action.OPEN_CLOSED_DOORS: {Role.HQ_MANAGE: Scope.ALL},
    Action.JUDGE_QUARANTINE: {Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_MANAGE: Scope.ALL},
    Action.SEE_REQUESTS: {Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_READ: Scope.ALL, Role.HQ_MANAGE: Scope.ALL},
    Action.ANSWER_REQUESTS: {Role.TEAM_LEADER: Scope.TEAMS, Role.HQ_MANAGE: Scope.ALL},
    Action.IMPORT_GROUND: {Role.HQ_MANAGE: Scope.ALL},
    Action.MANAGE_TEAMS: {Role.HQ_MANAGE: Scope.ALL},
    Action.MANAGE_USERS: {Role.ADMIN: Scope.ALL},
    Action.FORCE_HOURS: {Role.ADMIN: Scope.ALL},
    Action.WRITE_NUMBERS: {Role.HQ_MANAGE: Scope.ALL, Role.ADMIN: Scope.ALL},
    Action.WRITE_TEXTS: {Role.HQ_MANAGE: Scope.ALL, Role.ADMIN: Scope.ALL},
    Action.SEE_MESSAGES: {Role.HQ_READ: Scope.ALL, Role.HQ_MANAGE: Scope.ALL},
    Action.HANDLE_MESSAGES: {Role.HQ_MANAGE: Scope.ALL},
}


def scope(roles: frozenset[Role] | set[Role], action: Action) -> Scope | None:
    """The widest reach these roles give to the action, since rights add up; None when they give none."""
    granted = {RIGHTS[action][role] for role in roles if role in RIGHTS[action]}
    return next((reach for reach in (Scope.ALL, Scope.TEAMS, Scope.OWN) if reach in granted), None)
