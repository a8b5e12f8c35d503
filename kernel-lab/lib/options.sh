# shellcheck shell=bash
# The command line of kernel-lab/run.

usage() {
    cat <<'USAGE'
kernel-lab/run [OPTION…] -- COMMAND [ARGUMENT…]

Boots a stock Linux kernel in QEMU and runs COMMAND in it. COMMAND sees the files of this machine (what it writes is
gone afterwards), the current folder, and gets stdin, stdout, stderr, HOME, USER, PATH, JAVA_HOME, LANG, TERM and
FENTRY4J_*. Needs no root here; COMMAND is root there.

  --kernel 6.1|6.12|6.12-rt   Debian's kernel of that line, fetched by apt the first time (default 6.12)
  --kernel host               no machine: COMMAND runs right here
  --kernel FOLDER             a folder with vmlinuz or boot/vmlinuz*, and lib/modules/
  --out FOLDER                results: what COMMAND writes into $FENTRY4J_OUT is in FOLDER here
  --env NAME=VALUE            one more environment variable (repeatable)
  --user UID[:GID]            COMMAND runs as that user, without capabilities
  --append "PARAMETER…"       kernel parameters, such as init_on_free=1 or lockdown=integrity
  --timeout SECONDS           limit for everything, 0: none (default 600)
  --memory SIZE               the guest's memory (default 4G; only what it uses is taken)
  --cpus N                    the guest's processors (default 2)
  --icount                    counts instead of times: one nanosecond inside is one instruction executed, on one
                              processor, equal from run to run to about 0.1%. Instructions, not cycles.
  --console FILE              the complete kernel console

Exit status: COMMAND's own; 64 wrong options; 124 time-out; 125 the lab itself failed (kernel panic, QEMU, download);
130, 143 interrupted.

Environment: FENTRY4J_CACHE the cache (default ~/.cache/fentry4j); FENTRY4J_ACCEL=auto|kvm|tcg (default auto).
USAGE
}

# Sets the settings below and the array command.
parse_options() {
    kernel=6.12 append='' icount=no timeout_seconds=600 memory=4G cpus=2
    out_folder='' run_as_user='' console_file='' environment_extra=()
    while [ $# -gt 0 ]; do
        case $1 in
            --) break ;;
            --help | -h) usage && exit 0 ;;
            --icount) icount=yes cpus=1 && shift && continue ;;
            --kernel | --append | --timeout | --memory | --cpus | --out | --env | --user | --console) ;;
            -*) fail_usage "unknown option '$1'" ;;
            *) fail_usage "'$1' is not an option: COMMAND comes after --" ;;
        esac
        [ $# -gt 1 ] || fail_usage "$1 needs a value"
        case $1 in
            --kernel) kernel=$2 ;;
            --append) append=$2 ;;
            --timeout) timeout_seconds=$(checked "$1" "$2" '^[0-9]+$') || exit ;;
            --memory) memory=$(checked "$1" "$2" '^[0-9]+[MG]$') || exit ;;
            --cpus) cpus=$(checked "$1" "$2" '^[1-9][0-9]*$') || exit ;;
            --out) out_folder=$2 ;;
            --env) environment_extra+=("$(checked "$1" "$2" '^[A-Za-z_][A-Za-z_0-9]*=')") || exit ;;
            --user) run_as_user=$(checked "$1" "$2" '^[0-9]+(:[0-9]+)?$') || exit ;;
            --console) console_file=$2 ;;
        esac
        shift 2
    done
    [ $# -gt 1 ] || fail_usage 'no COMMAND after --'
    shift
    command=("$@")
    [ "$icount" = no ] || [ "$cpus" = 1 ] || fail_usage '--icount has one processor'
    [ -z "$out_folder" ] || make_out_folder
}

checked() {
    [[ $2 =~ $3 ]] || fail_usage "$1 '$2' is not of the form $3"
    printf %s "$2"
}

make_out_folder() {
    mkdir -p "$out_folder" || fail "cannot make the folder $out_folder (--out)"
    out_folder=$(cd "$out_folder" && pwd -P)
    # The share keeps the owner that the folder has here, which need not be the --user of the guest.
    [ -z "$run_as_user" ] || chmod 1777 "$out_folder" 2>/dev/null
}
