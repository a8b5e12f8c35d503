# shellcheck shell=bash
# KVM where it works, else TCG (QEMU's own translator).

# Sets accelerator.
choose_accelerator() {
    accelerator=${FENTRY4J_ACCEL:-auto}
    case $accelerator in
        auto | kvm | tcg) ;;
        *) fail_usage "FENTRY4J_ACCEL='$accelerator' is none of auto, kvm, tcg" ;;
    esac
    if [ "$icount" = yes ]; then
        accelerator=tcg
    elif [ "$accelerator" = auto ]; then
        accelerator=tcg
        if [ -w /dev/kvm ] && kvm_works; then accelerator=kvm; fi
    fi
}

# /dev/kvm may exist and yet no kernel start under it (seen on nested virtual machines: it hangs in the firmware), so
# this boots once with a short limit and keeps the answer.
kvm_works() {
    local answer
    answer=$cache/kvm-works-$(uname -r)
    if [ ! -e "$answer" ]; then
        say "trying KVM once…"
        try_kvm >"$answer.$$"
        mv "$answer.$$" "$answer"
        say "KVM works here: $(cat "$answer") (kept in $answer)"
    fi
    [ "$(cat "$answer")" = yes ]
}

# A kernel that starts panics in the end, as it has no root, and that ends QEMU.
try_kvm() {
    local log=$run_folder/kvm.log
    timeout --kill-after=1 10 qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot \
        -M q35 -accel kvm -cpu host -m 1G -kernel "$kernel_folder/$kernel_file" \
        -append 'console=ttyS0 panic=-1' -serial "file:$log" </dev/null >/dev/null 2>&1 &
    machine=$!
    wait_for_machine
    if grep -qs 'Kernel panic.*root' "$log"; then echo yes; else echo no; fi
}
