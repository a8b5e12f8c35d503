# shellcheck shell=bash
# Sourced by ./demo and ./test: what a fresh Debian machine lacks, a JDK 25, and the build.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$(basename "$0"): $*"
    exit 1
}

# Prints the Debian packages that are not installed, of those that building and the kernel lab need.
missing_packages() {
    local program package
    while read -r program package; do
        command -v "$program" >/dev/null 2>&1 || printf ' %s' "$package"
    done <<'PROGRAMS'
mvn maven
clang-19 clang-19
qemu-system-x86_64 qemu-system-x86
busybox busybox-static
cpio cpio
kmod kmod
xz xz-utils
PROGRAMS
    ldconfig -p 2>/dev/null | grep -q 'libbpf\.so\.1 ' || printf ' libbpf1'
    [ -e /usr/include/bpf/bpf_helpers.h ] || printf ' libbpf-dev'
}

# install_packages [PROGRAM...]: also these programs, each of a package of the same name.
install_packages() {
    local packages program
    packages=$(missing_packages)
    for program; do
        command -v "$program" >/dev/null 2>&1 || packages+=" $program"
    done
    [ -n "$packages" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        die "programs are missing; install them with: sudo apt-get install$packages"
    fi
    say "installing$packages"
    apt-get update -qq >&2 || die 'apt-get update failed'
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >&2 ||
        die "apt-get could not install$packages"
}

# Is $1 the home of a JDK (not only a JRE) of version 25 or later?
is_jdk_25() {
    local version
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$version" ] && [ "$version" -ge 25 ]
}

find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [ -n "$home" ] && is_jdk_25 "$home"; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    die 'no JDK 25 found: install one (such as Temurin 25) below /usr/lib/jvm or set JAVA_HOME'
}

# build GOAL...: runs Maven quietly; its whole output is shown if it fails.
build() {
    local log
    log=$(mktemp)
    if (cd "$project" && mvn -B -ntp "$@") >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    grep -v '^\[INFO\] *$' "$log" >&2
    rm -f "$log"
    return 1
}
