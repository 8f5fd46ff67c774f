"""Timed doors of intake."""

from compliance.doors import Door
from compliance.intake.services.forgetting import forget_old_uploads
from compliance.intake.services.uploads import folder_in


def forget_uploads(door: Door) -> dict[str, int]:
    """Remove the files of imports that nobody worked on for long; return how many went."""
    folder = folder_in(door.settings.uploads)
    return {"forgotten": forget_old_uploads(folder, door.occasion())}
