"""What authors begin with: a strategy's file or a whole distribution, from templates that run as they stand."""
