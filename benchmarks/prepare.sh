# shellcheck shell=bash
# Sourced by the scripts of this folder: what only benchmarks need, the C programs, and the kernel that they run on.

benchmarks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=build-tools/prepare.sh
. "$benchmarks/../build-tools/prepare.sh"

results=$benchmarks/target/results
native=$benchmarks/target/native

# Prints the Debian packages of the tools that the probe is held against, of those that are not installed.
missing_peers() {
    command -v bpftrace >/dev/null 2>&1 || printf ' bpftrace'
    [ -x /usr/sbin/filelife ] || printf ' libbpf-tools'
}

# The benchmarks also run without the peers: their rows are then remarked on as not to be had.
install_peers() {
    local packages
    packages=$(missing_peers)
    [ -n "$packages" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "to compare with all peers: sudo apt-get install$packages"
        return 0
    fi
    say "installing$packages"
    apt-get update -qq >&2 || die 'apt-get update failed'
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >&2 ||
        die "apt-get could not install$packages"
}

# Compiles the deleting load and the C loader into $native.
compile_native() {
    mkdir -p "$native"
    clang-19 -O2 -Wall -Werror -o "$native/unlink_load" "$benchmarks/src/main/c/unlink_load.c" || die 'unlink_load.c does not compile'
    clang-19 -O2 -Wall -Werror -o "$native/attach" "$benchmarks/src/main/c/attach.c" -lbpf || die 'attach.c does not compile'
}

need_jar() {
    [ -e "$benchmarks/target/benchmarks.jar" ] || die 'build first: mvn package -DskipTests'
}

# on_kernel KERNEL COMMAND...: runs it on that kernel; but for `host`, with a clock of instructions.
on_kernel() {
    local kernel=$1 count=(--icount)
    shift
    [ "$kernel" != host ] || count=()
    mkdir -p "$results"
    (cd "$project" && kernel-lab/run --kernel "$kernel" "${count[@]}" --out "$results" --timeout 1200 -- "$@")
}

# Prints what a nanosecond is on kernel $1.
clock_of() {
    if [ "$1" = host ]; then echo nanoseconds; else echo instructions; fi
}

# java_on KERNEL MAIN-CLASS ARGUMENT...: runs a class of the benchmarks' package `kernel` there.
# C1 only, and calls wait for it: in the emulator compiling costs more than the faster code gives back, and nothing else is
# to run beside what is measured.
java_on() {
    local kernel=$1 class=$2 options=(-XX:TieredStopAtLevel=1 -Xbatch -XX:+UseSerialGC)
    shift 2
    [ "$kernel" != host ] || options=()
    on_kernel "$kernel" "$JAVA_HOME/bin/java" "${options[@]}" --enable-native-access=ALL-UNNAMED \
        -cp "$benchmarks/target/benchmarks.jar" "io.fentry4j.benchmarks.kernel.$class" "$@"
}

# unlink_cost KERNEL RESULT [BUDGETS]: measures what tracers add to an unlink.
unlink_cost() {
    local kernel=$1 result=$2
    shift 2
    java_on "$kernel" UnlinkCost "$kernel" "$(clock_of "$kernel")" "$native" \
        "$benchmarks/target/classes/io/fentry4j/benchmarks/kernel/EmptyProbes.bpf.o" "$results/$result" "$@"
}
