"""Bringing in a file of applications: read and checked first, staged, then made visible.

A file is read through twice. The first reading (`plan`) writes nothing: it tells what would be
created, updated and refused. The second (`staging`) puts the good rows where no page looks, in
short transactions. From then on the import is decided: `applying` turns staged rows into
applications slice by slice, each slice and its bookkeeping in one transaction. A process killed
before that point leaves nothing that anybody sees; one killed after it is carried to its end by
`finish_left_over`, and no row is applied twice, because a row's outcome commits with the row.
"""

from compliance.intake.services.plan import ImportPlan, plan_import
from compliance.intake.services.run import Outcome, run_import

__all__ = ["ImportPlan", "Outcome", "plan_import", "run_import"]
