# shellcheck shell=bash
# What the lab itself says, and the exit statuses that are its own.

EXIT_USAGE=64
EXIT_TIMEOUT=124
EXIT_LAB=125

say() { printf 'kernel-lab: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit "$EXIT_LAB"
}

fail_usage() {
    say "$* (kernel-lab/run --help shows the options)"
    exit "$EXIT_USAGE"
}
