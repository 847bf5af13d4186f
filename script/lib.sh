# Sourced by the other scripts: where the project is, and how they speak.
# shellcheck shell=bash

set -euo pipefail
# A script that is called by its full path from anywhere works on the project it lies in.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Builds of several copies of the project share what they compile.
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$PWD}"
export CCACHE_NOHASHDIR=1
export CMAKE_COLOR_DIAGNOSTICS="${CMAKE_COLOR_DIAGNOSTICS:-OFF}"

say() { printf '%s\n' "== $*"; }
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# as_root COMMAND...: runs it as root, by sudo where that is needed.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "needs root to run '$*': run script/bootstrap as root once, or install sudo"
    fi
}
