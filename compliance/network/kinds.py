"""What the network hands up when the app is assembled: its deadline kinds, its kind of file."""

from functools import partial

from compliance.core.network import LICENSE_EXPIRY, MALPRACTICE_EXPIRY
from compliance.deadlines.kinds import DeadlineKind
from compliance.intake.kinds import FileColumn, FileKind

_expiry = partial(
    DeadlineKind,
    endpoint="network.show",
    record="network.show",
    permission="network.view",
    group="Expiry dates",
)
KINDS: tuple[DeadlineKind, ...] = (
    _expiry(LICENSE_EXPIRY, verb="Check renewal", noun="License lapses", icon="license"),
    _expiry(MALPRACTICE_EXPIRY, verb="Ask for cover", noun="Malpractice cover lapses"),
)
ROSTER = FileKind(
    name="roster",
    title="Network",
    noun="providers of the network",
    columns=(
        FileColumn("npi", "1234567893", "10 digits. A wrong one is kept with a problem."),
        FileColumn("last_name", "Reyes", "Needed for a provider who is new."),
        FileColumn("first_name", "Ana"),
        FileColumn("role", "LCSW", "A role of the plan's table, such as MD, LCSW, ASW."),
        FileColumn("provider_class", "bh", "bh or non_bh."),
        FileColumn("status", "active", "active, provisional, suspended or terminated."),
        FileColumn("last_decision_on", "2025-03-12", "The last credentialing decision."),
        FileColumn("license_number", "LCSW90417"),
        FileColumn("license_expires_on", "2027-01-31", "Watched: 90, 60 and 30 days before."),
        FileColumn("malpractice_expires_on", "2027-06-30", "Watched like the license."),
        FileColumn("practice", "Cedar Flat Family Medicine", aliases=("practice_name",)),
        FileColumn("address", "120 Main Street", aliases=("address_line", "street", "line")),
        FileColumn("city", "Auburn"),
        FileColumn("state", "CA"),
        FileColumn("zip", "95603", aliases=("zip_code",)),
        FileColumn("county", "Placer"),
        FileColumn("location_from", "2025-04-01", "First day there."),
        FileColumn("location_to", "", "First day no longer there."),
        FileColumn("team_role", "care_manager", "pcp, care_manager or psychiatric_consultant."),
        FileColumn("supervisor_npi", "1245319599", "Of an associate."),
    ),
    permission="network.import",
    back="network.index",
    judge="compliance.network.services.roster:judge_roster",
    apply="compliance.network.services.keeping:apply_roster",
)
