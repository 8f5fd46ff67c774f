"""Roles of providers and lines of business, as the contract names them."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from compliance.core.calendars import STRICT

ProviderClass = Literal["bh", "non_bh", "asked"]


@dataclass(frozen=True)
class Role:
    """A role of the contract: its code, words, and whether it is behavioral health by itself."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    title: str
    provider_class: ProviderClass = "bh"
    is_associate: bool = False
    license_prefixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of business, and whether state law sets its credentialing clocks.

    Where `is_state_regulated` is false the same clocks run as policy, and pages say so.
    `aliases` are other codes that files may use for it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    title: str
    is_state_regulated: bool
    regulator: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""
