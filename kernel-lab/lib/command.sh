# shellcheck shell=bash
# COMMAND with its environment and user as one argument list, the same in a guest and on the host.

# Sets the array command_line.
# Uses: environment_extra, run_as_user, out_folder.
build_command_line() {
    local name environment=()
    for name in HOME USER PATH JAVA_HOME LANG TERM ${!FENTRY4J_@}; do
        [[ $name == FENTRY4J_OUT || ! -v $name ]] || environment+=("$name=${!name}")
    done
    [ -z "$out_folder" ] || environment+=("FENTRY4J_OUT=$out_folder")
    environment+=("${environment_extra[@]}")

    command_line=(env -i "${environment[@]}")
    if [ -n "$run_as_user" ]; then
        command_line+=(setpriv "--reuid=${run_as_user%:*}" "--regid=${run_as_user#*:}" --clear-groups
            --inh-caps=-all --bounding-set=-all)
    fi
    # sh -c 'exec "$@"' rather than COMMAND at once: env would take a COMMAND with "=" in its name for a variable.
    # shellcheck disable=SC2016
    command_line+=(/bin/sh -c 'exec "$@"' sh "$@")
}

# Quotes for any POSIX shell, one argument a line.
quoted() {
    local argument
    for argument; do
        printf " '%s'" "${argument//\'/\'\\\'\'}"
    done
}

run_on_this_machine() {
    # --foreground: COMMAND stays in the caller's process group, where Ctrl-C reaches it.
    exec timeout --foreground --verbose --kill-after=10 "$timeout_seconds" "${command_line[@]}"
}
