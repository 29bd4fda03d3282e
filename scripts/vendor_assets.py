"""Put third-party CSS, fonts and scripts into the tree, each file pinned by version and SHA-512.

The project has no Node build step: what is vendored is committed, and this script with its table
(vendor_assets.toml) is the record of where it came from.

    vendor_assets.py           fetch every package and write its files
    vendor_assets.py --check   compare the committed files with the pinned sums (no network)

A new version: change it in the table, run the script, review what changed, and copy the sums that
it reports.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).with_suffix(".toml")
FETCH_TIMEOUT_SECONDS = 120


class Asset(NamedTuple):
    """One file: its path inside the package, where it goes in this repository, and its SHA-512."""

    source: str
    target: str
    sha512: str


class Package(NamedTuple):
    """One npm package at one version, with the files taken from it."""

    name: str
    version: str
    assets: list[Asset]


def packages() -> list[Package]:
    """The table, read."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["package"]
    return [
        Package(row["name"], row["version"], [Asset(**file) for file in row["file"]])
        for row in rows
    ]


def sha512(data: bytes) -> str:
    """The hexadecimal SHA-512 of `data`."""
    return hashlib.sha512(data).hexdigest()


def mismatch(asset: Asset, data: bytes) -> str:
    """A sentence when `data` is not what was pinned for `asset`, else an empty string."""
    found = sha512(data)
    return (
        ""
        if found == asset.sha512
        else f"{asset.target}: expected sha512 {asset.sha512}, found {found}"
    )


def fetch(package: Package, folder: Path) -> Path:
    """Download the package's tarball into `folder` with the npm client and return its path."""
    print(f"fetching {package.name} {package.version} …", flush=True)
    subprocess.run(
        ["npm", "pack", f"{package.name}@{package.version}", "--silent"],
        cwd=folder,
        check=True,
        timeout=FETCH_TIMEOUT_SECONDS,
        stdout=subprocess.DEVNULL,
    )
    return next(folder.glob("*.tgz"))


def vendor(package: Package) -> list[str]:
    """Write the files that match their pinned sums; return a sentence for each that does not."""
    problems = []
    with (
        tempfile.TemporaryDirectory() as folder,
        tarfile.open(fetch(package, Path(folder))) as archive,
    ):
        for asset in package.assets:
            member = archive.extractfile(f"package/{asset.source}")
            data = member.read() if member else b""
            if problem := mismatch(asset, data):
                problems.append(problem)
                continue
            target = ROOT / asset.target
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return problems


def check(package: Package) -> list[str]:
    """Compare the committed files with their pinned sums."""
    problems = []
    for asset in package.assets:
        target = ROOT / asset.target
        problem = (
            mismatch(asset, target.read_bytes()) if target.is_file() else f"{asset.target}: missing"
        )
        if problem:
            problems.append(problem)
    return problems


def main() -> int:
    """Run one of the two modes; 1 when any file is not what was pinned."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare committed files only")
    action = check if parser.parse_args().check else vendor
    try:
        problems = [problem for package in packages() for problem in action(package)]
    except FileNotFoundError:
        problems = ["npm was not found: install Node.js (vendoring needs it, the site does not)"]
    except (subprocess.SubprocessError, tarfile.TarError, KeyError) as error:
        problems = [f"a package could not be fetched or read: {error}"]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
