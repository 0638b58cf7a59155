"""One file an engine: each runs in a process, and where it is a peer in an environment, of its own."""
