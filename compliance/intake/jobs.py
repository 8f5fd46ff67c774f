"""Timed doors of intake."""

from compliance.doors import Door
from compliance.intake.services.forgetting import forget_old_small_files, forget_old_uploads
from compliance.intake.services.small_files import small_folder
from compliance.intake.services.uploads import folder_in


def forget_uploads(door: Door) -> dict[str, int]:
    """Remove the files of imports that nobody worked on for long; return how many went."""
    on, uploads = door.occasion(), door.settings.uploads
    gone = forget_old_uploads(folder_in(uploads), on)
    return {"forgotten": gone + forget_old_small_files(small_folder(uploads), on)}
