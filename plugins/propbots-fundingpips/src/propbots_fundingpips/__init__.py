"""The plans of FundingPips for propbots."""
