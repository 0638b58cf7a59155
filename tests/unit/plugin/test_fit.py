"""A plugin's word on the kernel it is made for is taken as packaging takes it, the quick way and the long."""

from importlib.metadata import EntryPoint

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from propbots.errors import PluginIncompatible
from propbots.plugin import fit
from propbots.plugin.discovery import GROUP, InstalledPlugin
from propbots.plugin.fit import require_fit

VERSIONS = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda numbers: ".".join(map(str, numbers)))
BOUNDS = st.builds("{}{}".format, st.sampled_from((">=", "<")), VERSIONS)


def a_plugin(*requires: str) -> InstalledPlugin:
    return InstalledPlugin("a", "propbots-a", "1.0", requires, EntryPoint("a", "a:A", GROUP))


def fits(*requires: str) -> bool:
    try:
        require_fit(a_plugin(*requires))
    except PluginIncompatible:
        return False
    return True


@given(VERSIONS, st.lists(BOUNDS, min_size=1, max_size=2))
def test_plain_bounds_are_taken_as_the_library_takes_them(version: str, bounds: list[str]) -> None:
    line = f"propbots{','.join(bounds)}"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit, "__version__", version)
        assert fits(line) is Requirement(line).specifier.contains(version, prereleases=True)


@pytest.mark.parametrize(
    ("line", "fit_for"),
    [
        ("propbots", True),
        ("propbots<1,>=0.1", True),
        ("Propbots >= 0.1, < 1", True),
        ("propbots~=0.1", True),
        ("propbots!=0.1.0", False),
        ("propbots>=9", False),
        ("propbots>=9; python_version < '3'", True),
        ("propbots[standard]<0.1", False),
        ("propbots-files>=9", True),
        ("propbots.files>=9", True),
        ("numpy>=9", True),
        ("propbots ???", True),
        ("???", True),
    ],
)
def test_every_form_of_a_requirement_is_understood(line: str, fit_for: bool) -> None:
    assert fits("numpy>=1", line) is fit_for
