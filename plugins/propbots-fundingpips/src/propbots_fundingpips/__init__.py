"""FundingPips's plans for propbots."""
