"""The one list of commands; each session runs in the environment that the README's second line makes."""

import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "imports", "tests", "golden", "docs", "contract"]

ROOT = Path(__file__).parent
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
TOOLS = Path(sys.executable).parent
"""Where this environment keeps its commands; others of the same name may lie before it on the PATH."""
SOURCES = ["propbots", *(str(path.relative_to(ROOT) / "src") for path in PLUGINS)]


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, the workflows, the pins and what each distribution says it depends on."""
    session.run(str(TOOLS / "ruff"), "check", ".")
    session.run(str(TOOLS / "ruff"), "format", "--check", ".")
    session.run(str(TOOLS / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *map(str, _workflows()))
    for folder in (ROOT, *PLUGINS):
        session.chdir(folder)
        session.run(str(TOOLS / "deptry"), "propbots" if folder == ROOT else "src", silent=True)
    session.chdir(ROOT)


@nox.session
def types(session: nox.Session) -> None:
    """Check types strictly: kernel, plugins and tests."""
    session.run(str(TOOLS / "mypy"), *SOURCES, "scripts")
    session.run(str(TOOLS / "mypy"), "tests")
    for folder in PLUGINS:
        session.run(str(TOOLS / "mypy"), str(folder.relative_to(ROOT) / "tests"))


@nox.session
def imports(session: nox.Session) -> None:
    """Check that a package stands above all that it imports, and that plugins know the kernel's api alone."""
    session.run(str(TOOLS / "lint-imports"))


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test that needs no environment of its own."""
    session.run(str(TOOLS / "pytest"), "-q", "-n", "2", "-m", "not fresh and not long", *session.posargs)


@nox.session
def golden(session: nox.Session) -> None:
    """Run the example strategies over the sample data and compare statistics and fingerprints."""
    session.run(str(TOOLS / "pytest"), "-q", "tests/golden", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Run every command of the README and the docs."""
    session.run(str(TOOLS / "pytest"), "-q", "tests/docs", *session.posargs)


@nox.session
def reference(session: nox.Session) -> None:
    """Write the pages of docs/reference from the source; with `-- --check` only say which are stale."""
    session.run(str(TOOLS / "python"), "-m", "scripts.reference", *session.posargs)


@nox.session
def cards(session: nox.Session) -> None:
    """Write the page of the conformance kit's cards from their docstrings."""
    page = session.run(str(TOOLS / "python"), "-m", "propbots.testing.reference", silent=True)
    (ROOT / "docs" / "reference" / "contract-cards.md").write_text(str(page))


@nox.session
def contract(session: nox.Session) -> None:
    """Build every wheel and try them in empty environments, one by one."""
    session.run(str(TOOLS / "pytest"), "-q", "-m", "fresh and not long", *session.posargs)


@nox.session
def tutorials(session: nox.Session) -> None:
    """Follow every tutorial that installs something, in an environment of its own."""
    session.run(str(TOOLS / "pytest"), "-q", "tests/contract/test_tutorials.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure propbots beside its peers, each in an environment of its own."""
    session.run(str(TOOLS / "python"), "benchmarks/run.py", *session.posargs)


@nox.session
def long(session: nox.Session) -> None:
    """Run everything with many more random cases."""
    session.run(str(TOOLS / "pytest"), "-q", "-n", "2", "--hypothesis-profile=long", *session.posargs)


@nox.session
def pins(session: nox.Session) -> None:
    """Write the newest versions into constraints.txt, without any host."""
    target = ROOT / "constraints.txt"
    options = ("--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url")
    target.write_text("")
    found = session.run(str(TOOLS / "uv"), "pip", "compile", "--quiet", *options, "requirements-dev.txt", silent=True)
    lines = [line for line in str(found).splitlines() if line.strip() and not line.startswith("-e")]
    target.write_text("\n".join(lines) + "\n")


def _workflows() -> list[Path]:
    return sorted((ROOT / ".github" / "workflows").glob("*.yml"))
