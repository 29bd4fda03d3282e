"""Whether a database can be used, told in one sentence when not."""

import urllib.parse

import psycopg

from cms.core.embedded.faults import Fault

OLDEST_MAJOR = 15
CONNECT_SECONDS = 5
SCHEMES = {"postgresql", "postgres", "psql", "pgsql"}


def ensure_well_formed(url: str) -> None:
    """Raise Fault unless the text is the address of a PostgreSQL database."""
    try:
        parts = urllib.parse.urlsplit(url)
        well_formed = parts.scheme in SCHEMES and len(parts.path) > 1 and _hosts(url) is not None
    except ValueError:
        well_formed = False
    if not well_formed:
        raise Fault(
            "DATABASE_URL is not the address of a PostgreSQL database: it has to look like "
            "postgresql://user:password@host:5432/name."
        )


def connect(url: str, *, database: str | None = None) -> psycopg.Connection:
    """An autocommit connection, to another database of the same server if named. Raises Fault."""
    ensure_well_formed(url)
    parts = urllib.parse.urlsplit(url)
    path = f"/{database}" if database else parts.path
    address = urllib.parse.urlunsplit(parts._replace(scheme="postgresql", path=path))
    try:
        return psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.Error as error:
        raise Fault(explain(url, str(error))) from error


def ensure_usable(url: str) -> None:
    """Raise Fault when the database cannot be reached or its server is too old."""
    with connect(url) as connection:
        version = connection.info.server_version
    if version < OLDEST_MAJOR * 10_000:
        raise Fault(
            f"PostgreSQL {version // 10_000} answers at {place(url)} and {OLDEST_MAJOR} or newer "
            "is needed: set DATABASE_URL to a newer server, or unset it for the embedded one."
        )


def create(url: str) -> None:
    """Create the database of the address unless it is there. Raises Fault."""
    name = urllib.parse.unquote(urllib.parse.urlsplit(url).path[1:])
    with connect(url, database="postgres") as connection:
        if (
            connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
            is None
        ):
            connection.execute(
                psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
            )


def place(url: str) -> str:
    """Hosts and ports of the address, without the password."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    return ", ".join(_hosts(url)) or query.get("host", ["the local socket"])[0]


def _hosts(url: str) -> list[str]:
    """Each host with its port; libpq takes several for a server and its replica. ValueError for
    a port that is none."""
    hosts = urllib.parse.urlsplit(url).netloc.rpartition("@")[2].split(",")
    found = [urllib.parse.urlsplit(f"//{host}") for host in hosts if host]
    return [f"{host.hostname}:{host.port or 5432}" for host in found]


def explain(url: str, message: str) -> str:
    """One sentence for a failed connection, out of libpq's message or the server's."""
    parts = urllib.parse.urlsplit(url)
    where, user = place(url), urllib.parse.unquote(parts.username or "")
    reason = _reason(message)
    if "authentication failed" in reason or "no password supplied" in reason:
        return f"PostgreSQL at {where} refuses the user “{user}”: correct it in DATABASE_URL."
    if "database" in reason and "does not exist" in reason:
        name = urllib.parse.unquote(parts.path[1:])
        return (
            f"PostgreSQL at {where} has no database “{name}”: create it, or correct DATABASE_URL."
        )
    if "FATAL" in message:
        return f"PostgreSQL at {where} refuses the connection ({reason}): correct DATABASE_URL."
    return f"No PostgreSQL answers at {where} ({reason}): start it, or correct DATABASE_URL."


def _reason(message: str) -> str:
    """The words after “failed:” or “FATAL:”, where libpq gives the cause; the rest is advice."""
    lines = [line.strip() for line in message.splitlines() if line.strip()] or ["no answer"]
    telling = [line for line in lines if "failed: " in line or "FATAL: " in line] or lines
    return telling[-1].rpartition("FATAL: ")[2].rpartition("failed: ")[2].strip(" .")
