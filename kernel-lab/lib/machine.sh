# shellcheck shell=bash
# The virtual machine: starts QEMU, carries the three streams, tells how it ended.

# Sets job_folder, the folder that the guest sees as the 9p share "job".
prepare_job() {
    make_scratch run_folder "${TMPDIR:-/tmp}"
    job_folder=$run_folder/job
    end_mark=kernel-lab-end-$(od -An -tx8 -N 16 /dev/urandom | tr -d ' \n')
    mkdir "$job_folder"
    mkfifo "$run_folder"/{stdin,stdout,stderr}
    cp "$kernel_folder/config" "$job_folder/config"

    # A terminal stays with the caller; a closed stdin cannot be read.
    stdin_given=no
    if [ ! -t 0 ] && [ -e /proc/self/fd/0 ]; then stdin_given=yes; fi
    {
        echo "end_mark=$end_mark"
        echo "stdin_given=$stdin_given"
        echo "out_folder=$(quoted "$out_folder" | cut -c 2-)"
    } >"$job_folder/settings"
    {
        echo "cd$(quoted "$PWD") || exit $EXIT_LAB"
        echo "exec$(quoted "${command_line[@]}")"
    } >"$job_folder/command"
}

# QEMU's option syntax wants a comma in a value twice.
share() { printf 'local,mount_tag=%s,path=%s,security_model=none,multidevs=remap%s' "$1" "${2//,/,,}" "${3-}"; }

# Sets qemu_command for the accelerator $1 (kvm or tcg).
build_qemu_command() {
    local cpu=max accelerator=$1 port
    # The kernel panics at boot when TCG's threads are several (int3 while it patches its own text).
    [ "$1" != tcg ] || accelerator=tcg,thread=single
    [ "$1" != kvm ] || cpu=host
    qemu_command=(qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot
        -M q35 -accel "$accelerator" -cpu "$cpu" -smp "$cpus" -m "$memory"
        -kernel "$kernel_folder/$kernel_file" -initrd "$initrd"
        -append "console=ttyS0 quiet loglevel=4 panic=-1 tsc=reliable no_timer_check cryptomgr.notests $append"
        -serial "file:$console_log"
        -device virtio-serial-pci
        -virtfs "$(share host-root / ,readonly=on)"
        -virtfs "$(share job "$job_folder")")
    [ -z "$out_folder" ] || qemu_command+=(-virtfs "$(share out "$out_folder")")
    [ "$icount" = no ] || qemu_command+=(-icount 'shift=0,sleep=off')
    # One port a direction: the end of stdin closes its port, and must not close the others.
    qemu_command+=(-chardev 'stdio,id=stdin,signal=off')
    for port in stdout stderr; do
        qemu_command+=(-chardev "file,id=$port,path=$run_folder/$port")
    done
    for port in stdin stdout stderr; do
        qemu_command+=(-device "virtserialport,chardev=$port,name=$port")
    done
}

# Runs the prepared job, ends with its exit status.
run_in_machine() {
    local relays status=''
    "$lab_folder/lib/relay-until-mark" "$end_mark" <"$run_folder/stdout" &
    relays=("$!")
    "$lab_folder/lib/relay-until-mark" "$end_mark" <"$run_folder/stderr" >&2 &
    relays+=("$!")
    children+=("${relays[@]}")
    if [ "$stdin_given" = yes ]; then
        cat <&0 >"$run_folder/stdin" 2>/dev/null &
        children+=($!)
    else
        rm "$run_folder/stdin"
        ln -s /dev/null "$run_folder/stdin"
    fi
    # pdeathsig: also a lab that was killed outright leaves no QEMU.
    setpriv --pdeathsig TERM timeout --kill-after=2 "$timeout_seconds" "${qemu_command[@]}" \
        <"$run_folder/stdin" >"$run_folder/qemu.log" 2>&1 &
    machine=$!

    wait_for_relays "${relays[@]}"
    [ ! -e "$job_folder/status" ] || read -r status <"$job_folder/status"
    [ -z "$status" ] || exit "$status"
    [ -z "$machine" ] || wait_for_machine
    explain_end
}

# Each of the processes $@ ends with its stream: at the mark, or when the machine is gone.
wait_for_relays() {
    local waiting=("$@" "$machine") ended status index
    while [ "${#waiting[@]}" != 0 ] && [ "${waiting[*]}" != "$machine" ]; do
        status=0
        wait -n -p ended "${waiting[@]}" || status=$?
        if [ "$ended" = "$machine" ]; then
            machine='' machine_status=$status
            # A QEMU that refused to start has opened none of them: this lets the relays find their ends.
            : <>"$run_folder/stdout" <>"$run_folder/stderr"
        elif [ "$status" -gt 128 ]; then
            # The caller has closed stdout or stderr: ends as a program does that writes to a closed pipe.
            exit "$status"
        fi
        for index in "${!waiting[@]}"; do
            [ "${waiting[index]}" != "$ended" ] || unset "waiting[index]"
        done
    done
}

wait_for_machine() {
    machine_status=0
    wait "$machine" || machine_status=$?
    machine=''
}

# 124: timeout ended QEMU. 137: it had to kill it, or the system did for want of memory.
timed_out() {
    case $machine_status in
        124) return 0 ;;
        137) [ "$timeout_seconds" != 0 ] && [ "$SECONDS" -ge "$timeout_seconds" ] ;;
        *) return 1 ;;
    esac
}

# The machine has ended before COMMAND: says why, from machine_status and the console.
explain_end() {
    local panic
    if timed_out; then
        say "time-out: not finished after $timeout_seconds s (--timeout)"
        show_console
        exit "$EXIT_TIMEOUT"
    fi
    panic=$(grep -a -m 1 -o 'Kernel panic.*' "$console_log" | tr -d '\r')
    if [ -n "$panic" ]; then
        say "kernel panic: ${panic#Kernel panic - not syncing: }"
    else
        say "QEMU ended before COMMAND (exit status $machine_status)"
        cat "$run_folder/qemu.log" >&2
    fi
    show_console
    exit "$EXIT_LAB"
}

# The last 20 lines, or the 20 around a panic, whose list of registers is longer than that.
show_console() {
    local panic_line
    [ -s "$console_log" ] || return 0
    panic_line=$(grep -a -n -m 1 'Kernel panic' "$console_log" | cut -d : -f 1)
    say "from the console:"
    tail -n "+$((${panic_line:-0} > 8 ? panic_line - 8 : 1))" "$console_log" |
        if [ -n "$panic_line" ]; then head -n 20; else tail -n 20; fi |
        tr -d '\r' | sed 's/^/    /' >&2
}
