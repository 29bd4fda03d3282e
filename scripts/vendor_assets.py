"""Put third-party CSS, fonts and scripts into the tree, each file pinned by version and SHA-512.

The project has no Node build step: what is vendored is committed, and this script is the record of where it came from.

    python scripts/vendor_assets.py           fetch every package and write its files
    python scripts/vendor_assets.py --check   compare the committed files with the pinned sums (no network)

A new version: change it in PACKAGES, run the script, and copy the sums it reports once the change is reviewed.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
STATIC = "themes/default/static"
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
    assets: tuple[Asset, ...]


PACKAGES = (
    Package(
        "@kern-ux/native",
        "2.7.2",
        (
            Asset(
                "dist/kern.min.css",
                f"{STATIC}/vendor/kern/kern.min.css",
                "2ad3a222695f044026f4430daa45c535d7421d1c350ae16c4171953203b3d6b25aedf9de604c017b7b34abf1805c3aff3be6cb0fd63d6c4c7b2c4c860ba6f7eb",
            ),
            Asset(
                "LICENSE.md",
                f"{STATIC}/vendor/kern/LICENSE.md",
                "b8de2c1281920f4a9c07b0231e023239a105dc92b3d320eba19c8acad951499f0daf2825eb2318d1de634b7f20a180cac9f74d6eb25fd6b66d0d13286726cec7",
            ),
        ),
    ),
    # Two subsets as published, never cut again: the licence reserves the name "Fira" for unmodified files.
    # The browser fetches "latin-ext" (Ł, ő, …) only on pages that contain such a letter.
    Package(
        "@fontsource/fira-sans",
        "5.3.0",
        (
            Asset(
                "files/fira-sans-latin-400-normal.woff2",
                f"{STATIC}/fonts/fira-sans-latin-400.woff2",
                "da2576aa68565be3b9cba3aa385d346478cf51dcf7b0014bddb5e5b078716e1a5e76e2af239190386559af5ba4ed698e2a411ee19d4a7ed0816a363b02204ef9",
            ),
            Asset(
                "files/fira-sans-latin-500-normal.woff2",
                f"{STATIC}/fonts/fira-sans-latin-500.woff2",
                "ae8646b19460666b286747cb8edffdac031082bf92ef3225f75f32cd409808d3d2dc130276ef539abd4bcf0cc74398a4edee29f4df5273228e69d95e17708c0b",
            ),
            Asset(
                "files/fira-sans-latin-700-normal.woff2",
                f"{STATIC}/fonts/fira-sans-latin-700.woff2",
                "9efcfdd695c5059ef37e1f95c48ba60f4ef65bb84aeec222a79a8ac6fdff03ad757a1b44959e9648046ee1bbe5c26ca282d1a98c937a8f457ad0b48f09c5204d",
            ),
            Asset(
                "files/fira-sans-latin-ext-400-normal.woff2",
                f"{STATIC}/fonts/fira-sans-latin-ext-400.woff2",
                "76e6f81f860f25ee88319a185c29c56fdb4c416d4d3713aa099edf54cc72fbfa624591d2ac87b989b79cfb07e48182ea70bd2ccc8a305bb834acd8d7658b5e27",
            ),
            Asset(
                "files/fira-sans-latin-ext-500-normal.woff2",
                f"{STATIC}/fonts/fira-sans-latin-ext-500.woff2",
                "1d14be453467bb1f518849c2708e6e8b71f7ba341d13a6d80aba10e38995256737d6f3e72b1c731e96ae542c2542ea83eadcee8a6349e3e9b0ad66d2757a110c",
            ),
            Asset(
                "files/fira-sans-latin-ext-700-normal.woff2",
                f"{STATIC}/fonts/fira-sans-latin-ext-700.woff2",
                "f83c81bcbfc99ba097c404eaccefc4f2251a6bcca0de2b0de4a87c0a39ded3396672b7d785ee804d686e25924186af62f120b7ed211c94c64f8ffb73ae93a9c6",
            ),
            Asset(
                "LICENSE",
                f"{STATIC}/fonts/OFL.txt",
                "d91d527f64cf9260c6bdd4eb64a66c02491657a62501191cdc080f6a4d1ec75ac4eba2ea9df978860f2467775176427747ddadc58e36af8b326d86a675a174d5",
            ),
        ),
    ),
    Package(
        "axe-core",
        "4.14.1",
        (
            Asset(
                "axe.min.js",
                "tests/e2e/vendor/axe.min.js",
                "e63e659f9806d7ae5bd40899043b0871a5062c5442b01b3f1a3edf5eaf50bf5c3a7104a72463293b4ad1b77c661a0d4e40e850dec89de9d6ece70a8c13a9af17",
            ),
            Asset(
                "LICENSE",
                "tests/e2e/vendor/axe-LICENSE.txt",
                "dc712638ef32d23c2a95f29564b6a15d51980660387560e4a833f03572e3eed1a0520e570a67b34847de32f8f0eb085337e431bf50f0c086468be3d803839212",
            ),
        ),
    ),
)


def sha512(data: bytes) -> str:
    """The hexadecimal SHA-512 of `data`."""
    return hashlib.sha512(data).hexdigest()


def mismatch(asset: Asset, data: bytes) -> str:
    """A sentence when `data` is not what was pinned for `asset`, else an empty string."""
    found = sha512(data)
    return "" if found == asset.sha512 else f"{asset.target}: expected sha512 {asset.sha512}, found {found}"


def fetch(package: Package, folder: Path) -> Path:
    """Download the package's tarball into `folder` through the configured npm client and return its path."""
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
    """Write the package's files that match their pinned sums; return a sentence for each that does not."""
    problems = []
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fetch(package, Path(folder))) as archive:
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
        problem = mismatch(asset, target.read_bytes()) if target.is_file() else f"{asset.target}: missing"
        if problem:
            problems.append(problem)
    return problems


def main() -> int:
    """Run one of the two modes; 1 when any file is not what was pinned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare committed files only")
    action = check if parser.parse_args().check else vendor
    try:
        problems = [problem for package in PACKAGES for problem in action(package)]
    except FileNotFoundError:
        problems = ["npm was not found: install Node.js (only vendoring needs it, running the site does not)"]
    except (subprocess.SubprocessError, tarfile.TarError, KeyError) as error:
        problems = [f"a package could not be fetched or read: {error}"]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
