"""How rows look in JSON."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from campaigns.people.models import Device, JoinRequest, Outing
from campaigns.turfs.models import Turf
from campaigns.visits import rescue_files


def outing(row: Outing) -> dict[str, Any]:
    """``{"id", "name", "starts_at", "ends_at", "meeting_point"}``."""
    return {
        "id": f"o-{row.pk}",
        "name": row.name,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "meeting_point": row.meeting_point.name if row.meeting_point else "",
    }


def join(row: JoinRequest) -> dict[str, Any]:
    """``{"join", "status", "campaign", "outing"}``."""
    campaign = row.outing.campaign
    return {
        "join": f"j-{row.pk}",
        "status": row.status,
        "campaign": {"id": f"c-{campaign.slug}", "name": campaign.name, "subtitle": campaign.subtitle},
        "outing": outing(row.outing),
    }


def device(row: Device, turfs: list[Turf]) -> dict[str, Any]:
    """``{"device", "first_name", "campaign", "outing", "turfs", "lease_until", "epoch", "seq_high", "seq_acked",
    "rescue_key"}``."""
    return {
        "device": str(row.pk),
        "first_name": row.first_name,
        "campaign": f"c-{row.campaign.slug}",
        "outing": f"o-{row.outing_id}",
        "turfs": [
            {
                "id": f"t-{turf.pk}",
                "number": turf.number,
                "name": turf.name,
                "doors": turf.door_count,
                "minutes": turf.minutes,
                "version": turf.version,
                "state": turf.state,
            }
            for turf in turfs
        ],
        "lease_until": row.lease_until.isoformat(),
        "epoch": f"e{row.campaign.epoch}",
        "seq_high": row.seq_high,
        "seq_acked": row.seq_acked,
        "rescue_key": rescue_files.public_key(settings.NOTES_KEY, f"c-{row.campaign.slug}"),
    }
