"""`propbots demo`: sample data, a moving-average crossover, a plan; a summary and a report."""

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from propbots.api.command import Workbench

__all__ = ["make_demo"]


def make_demo(workbench: Workbench) -> Callable[..., None]:
    """Return the command, which works with a workbench."""

    def demo(
        output: Annotated[Path, typer.Option(metavar="FILE.html", help="Where the report goes.")] = Path(
            "propbots-demo.html"
        ),
    ) -> None:
        """Run a first backtest: generated minutes of MES, a moving-average crossover, a TopStep plan."""
        with as_file(files("propbots_demo") / "mes-1m.csv.gz") as data:
            record = workbench.backtest(
                {
                    "strategy": "ma-crossover",
                    "instrument": "MES",
                    "data": str(data),
                    "plan": "topstep/combine-50k",
                    "costs": {"slippage_ticks": 1},
                }
            )
        workbench.write_report(record, output)
        workbench.show(record)

    return demo
