"""The plugin costs other test suites nothing."""

import subprocess
import sys

CODE = """
import sys, pytest
before = set(sys.modules)
import propbots.testing.plugin
brought = {name for name in set(sys.modules) - before if not name.startswith("propbots.testing")}
print(sorted(brought - {"propbots"}))
"""


def test_pytest_loads_nothing_of_ours_until_a_test_asks() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_names_are_loaded_when_they_are_asked_for() -> None:
    code = "import sys, propbots.testing as kit; kit.CardFailed; print('numpy' in sys.modules); kit.a_bar; print(kit.a_bar)"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.startswith("False\n<function a_bar")


def test_every_listed_name_is_there_and_no_other() -> None:
    import propbots.testing as kit

    assert all(getattr(kit, name).__name__ == name for name in kit.__all__)
    assert set(kit._HOMES) == set(kit.__all__)
