"""What the kernel sees of this distribution."""

import subprocess
import sys
from importlib.metadata import entry_points

import cattrs
import pluggy
import pytest

from propbots.api.plugin import Plugin
from propbots_files.formats import FORMATS
from propbots_files.plugin import FilesPlugin, build_provider
from propbots_files.provider import FileProvider
from propbots_files.settings import FileSettings, Stamp


def test_one_provider_that_reads_files_is_contributed() -> None:
    manager = pluggy.PluginManager("propbots")
    manager.add_hookspecs(Plugin)
    manager.register(FilesPlugin())
    ((contribution,),) = manager.hook.propbots_data_providers()

    assert contribution.name == "files"
    assert contribution.reads_files
    assert isinstance(contribution.factory(contribution.settings()), FileProvider)


def test_the_entry_point_leads_to_the_plugin() -> None:
    found = [entry for entry in entry_points(group="propbots") if entry.name == "files"]
    if not found:
        pytest.skip("the distribution is not installed")

    assert found[0].load() is FilesPlugin


def test_settings_are_structured_from_what_a_user_writes() -> None:
    settings = cattrs.structure({"timezone": "UTC", "stamp": "close", "columns": None}, FileSettings)

    assert settings == FileSettings(timezone="UTC", stamp=Stamp.CLOSE)


def test_wrong_settings_are_refused_before_a_file_is_opened() -> None:
    with pytest.raises(Exception, match="unknown time zone"):
        build_provider(FileSettings(timezone="Mars"))


def test_the_entry_module_imports_nothing_heavy() -> None:
    code = "import sys, propbots_files.plugin; print([m for m in ('numpy', 'pyarrow', 'zoneinfo') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


def test_a_short_file_is_read_without_pyarrow(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("short") / "bars.csv"
    path.write_text("time,open,high,low,close,volume\n2024-01-01,1,2,1,2,5\n2024-01-02,1,2,1,2,5\n")
    code = (
        "import sys; from propbots.api.data import DataRequest; from propbots_files.provider import FileProvider;"
        "from propbots_files.settings import FileSettings;"
        f"FileProvider.from_settings(FileSettings()).read(DataRequest({str(path)!r}));"
        "print([m for m in ('pyarrow', 'pandas', 'concurrent.futures', 'zipfile') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


def test_the_last_format_takes_every_file() -> None:
    assert FORMATS[-1].recognise(None, None)  # type: ignore[arg-type]  # -- it looks at neither
