"""What is asked of recorded and repeated runs: histories judged, odds, rankings."""
