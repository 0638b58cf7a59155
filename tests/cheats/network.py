"""input_output: asks another machine."""

import socket

from typing_extensions import override

from propbots.api import Strategy


class Network(Strategy):
    @override
    def on_start(self) -> None:
        with socket.socket() as line:  # here
            self._known = line.connect_ex(("127.0.0.1", 9))
