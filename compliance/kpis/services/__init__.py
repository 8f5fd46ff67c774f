"""Writing figures: values as reported, asks, targets."""

from compliance.kpis.services.asking import Ask, Asked, ask_for_figures, ask_preview
from compliance.kpis.services.reporting import judge_value, report_value
from compliance.kpis.services.targets import set_target

__all__ = [
    "Ask",
    "Asked",
    "ask_for_figures",
    "ask_preview",
    "judge_value",
    "report_value",
    "set_target",
]
