"""Finding plugins, loading them when they are needed, and knowing which of them can be relied on."""
