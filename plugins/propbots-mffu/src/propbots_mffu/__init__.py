"""The plans of MyFundedFutures for propbots."""
