"""The standard strategies of propbots, each in a file of its own."""
