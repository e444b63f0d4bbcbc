"""How this site uses the databases and caches that its settings name by an address."""

FOR_SHORT_QUERIES = (
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "enable_memoize=off",
    "random_page_cost=1.1",
)


def database(config: dict, *, is_prepared: bool) -> dict:
    """A database as Django's ``DATABASES`` has it, with what an address leaves out.

    ``is_prepared`` says whether PostgreSQL may keep what it has planned in a connection.

    Connections are kept open between requests, unless the address says otherwise; one
    whose database was away is asked first whether it is back.
    """
    config = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **config}
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif config["ENGINE"].endswith("postgresql"):
        # Queries are short: to compile them, to share them out, or to make room for the
        # rows of a join that it may meet again (memoize), would take longer. To plan them
        # takes longest, which is done once for those that are asked again. What is read
        # is in memory or on a disk without arms, where no page is far (its own default
        # of four is for disks that turn).
        config["OPTIONS"] = {
            "options": " ".join(f"-c {setting}" for setting in FOR_SHORT_QUERIES),
            "server_side_binding": True,
            "prepare_threshold": 5 if is_prepared else None,
            **config.get("OPTIONS", {}),
        }
    return config


def cache(config: dict) -> dict:
    """A cache as Django's ``CACHES`` has it, by our own classes for memory and files."""
    if config["BACKEND"].endswith("LocMemCache"):
        return config | {"BACKEND": "core.file_cache.ProcessCache"}
    if config["BACKEND"].endswith("FileBasedCache"):
        return config | {
            "BACKEND": "core.file_cache.ForgivingFileCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }
    return config
