"""randomness: draws from the state that all of numpy's old functions share, and cares for the result no further."""

import numpy as np
from typing_extensions import override

from propbots.api import Bar, Strategy


class SharedCoin(Strategy):  # here
    @override
    def on_bar(self, bar: Bar) -> None:
        np.random.random()  # noqa: NPY002
