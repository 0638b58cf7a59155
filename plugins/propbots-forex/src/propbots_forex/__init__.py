"""Currencies, metals and index CFDs for propbots: what a lot of each is and when it trades."""
