"""The plans of all firms and those in files of one's own, by their full names."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs

from propbots.api.plugin import RiskProfileContribution
from propbots.api.risk import OutlinedPlans, Plan, PlanOutline, PlanRequest, PlanSource, read_plan
from propbots.errors import ConfigurationError, PluginContractBroken, PropbotsError, UnknownName
from propbots.plugin.claim import Claim, blame
from propbots.plugin.discovery import InstalledPlugin
from propbots.plugin.registry import Registry
from propbots.rules.plan_file import list_plan_names
from propbots.rules.plan_outline import outline_plan, read_outline

__all__ = ["FoundPlan", "PlanShelf", "split_plan_name"]

_Firm = Claim[RiskProfileContribution]


@attrs.frozen
class FoundPlan:
    """A plan, what its file says beside, and where it is from.

    Attributes:
        plan: With the rules of one account.
        outline: Its phases, what is chosen, and every version of its rules.
        installed: The plugin that brings it; None for a file.
    """

    plan: Plan
    outline: PlanOutline
    installed: InstalledPlugin | None


@attrs.frozen
class PlanShelf:
    """Finds plans by their names.

    Attributes:
        registry: Of the plugins.
    """

    registry: Registry

    def load(self, name: str, *, purchased: date | None = None, beside: Path | None = None) -> Plan:
        """Return a plan by its full name, such as `firm/plan?option=value#phase`; what that may be, `look_up` says."""
        address, request = _read_name(name, purchased)
        if address.endswith(".toml"):
            return _read_own((beside or Path()) / address, request)[1]
        claim, request = self._find_firm(address, request)
        with blame(claim):
            return _load(claim, _open(claim, request), request)

    def look_up(self, name: str, *, purchased: date | None = None, beside: Path | None = None) -> FoundPlan:
        """Return a plan with all that its file says.

        Args:
            name: Of the plan, or the path of a plan's file with the same behind it; a file with several sizes takes
                `?size=SIZE` beside its options.
            purchased: When the account was bought; None for the newest rules.
            beside: The folder from which a path is told; None for the current one.

        Raises:
            UnknownName: For a firm, a plan or an option that does not exist.
            ConfigurationError: For a name that is not of that form.
        """
        address, request = _read_name(name, purchased)
        if address.endswith(".toml"):
            path = (beside or Path()) / address
            request, plan = _read_own(path, request)
            return FoundPlan(plan, read_outline(path, request, plan), None)
        claim, request = self._find_firm(address, request)
        with blame(claim):
            return _look_up(claim, _open(claim, request), request)

    def list_all(self) -> Iterator[FoundPlan | PropbotsError]:
        """Give every plan of every firm in its first phase and with its default options, or why it cannot be had."""
        for claim in self.registry.claims(RiskProfileContribution):
            try:
                with blame(claim):
                    source = claim.brings.factory()
                    names = list(source.plan_names())
            except PropbotsError as error:
                yield error
                continue
            for name in names:
                try:
                    with blame(claim):
                        found = _look_up(claim, source, PlanRequest(name))
                except PropbotsError as error:
                    yield error
                    continue
                yield found

    def _find_firm(self, address: str, request: PlanRequest) -> tuple[_Firm, PlanRequest]:
        firm, slash, plan = address.partition("/")
        if not slash or not plan:
            raise ConfigurationError(
                f"a plan is named FIRM/PLAN, or is a file that ends in .toml (was {address!r}); "
                "propbots risk plans lists them"
            )
        hint = f"firms come as plugins; is propbots-{firm} installed?"
        claim = self.registry.find(RiskProfileContribution, firm, hint=hint)
        return claim, attrs.evolve(request, name=plan)


def split_plan_name(name: str) -> tuple[str, dict[str, str], str]:
    """Return the plan of a full name, its options and its phase.

    Raises:
        ConfigurationError: For options that are not written `KEY=VALUE`.
    """
    address, _, phase = name.partition("#")
    address, _, query = address.partition("?")
    return address, _read_options(query, name), phase


def _read_name(name: str, purchased: date | None) -> tuple[str, PlanRequest]:
    address, options, phase = split_plan_name(name)
    return address, PlanRequest("", options, phase, purchased)


def _open(claim: _Firm, request: PlanRequest) -> PlanSource:
    source = claim.brings.factory()
    known = list(source.plan_names())
    if request.name not in known:
        raise UnknownName(f"plan of {claim.name}", request.name, known)
    return source


def _load(claim: _Firm, source: PlanSource, request: PlanRequest) -> Plan:
    loaded: object = source.load_plan(request)
    if not isinstance(loaded, Plan):
        raise PluginContractBroken(f"{claim} must load a Plan (was {loaded!r}); tell its author")
    return loaded


def _look_up(claim: _Firm, source: PlanSource, request: PlanRequest) -> FoundPlan:
    plan = _load(claim, source, request)
    outline: object = source.outline_plan(request) if isinstance(source, OutlinedPlans) else outline_plan(plan)
    if not isinstance(outline, PlanOutline):
        raise PluginContractBroken(f"{claim} must outline a plan by a PlanOutline (was {outline!r}); tell its author")
    return FoundPlan(plan, outline, claim.installed)


def _read_own(path: Path, request: PlanRequest) -> tuple[PlanRequest, Plan]:
    """Read a plan of one's own, and tell with which request; a file that holds several sizes needs one."""
    names, options = list_plan_names(path), dict(request.options)
    name = path.stem
    if names != [path.stem]:
        size = options.pop("size", None)
        sizes = [one.removeprefix(f"{path.stem}-") for one in names]
        if size is None:
            raise ConfigurationError(
                f"{path}: holds a plan in sizes; write one of them behind it, as in ?size={sizes[0]}"
            )
        name = f"{path.stem}-{size}"
    request = attrs.evolve(request, name=name, options=options)
    return request, read_plan(path, "", request)


def _read_options(query: str, name: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for part in filter(None, query.split("&")):
        key, equals, value = part.partition("=")
        if not equals or not key or not value or key in options:
            raise ConfigurationError(f"options of a plan are written KEY=VALUE, each once, joined by & (was {name!r})")
        options[key] = value
    return options
