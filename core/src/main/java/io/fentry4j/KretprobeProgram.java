package io.fentry4j;

import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;
import io.fentry4j.internal.tracefs.KretprobeEvent;

/// A program at the return of a kernel function: `kretprobe`.
///
/// The kernel keeps in mind where a bounded number of calls return to ([#maxActive()]). The return
/// of a call that begins when so many are under way is not seen. The bound counts where many
/// threads sleep inside of the function, as in a lock that one of them has; [#maxActive(int)] gives
/// it more room.
///
/// Requires Linux 4.1.
public final class KretprobeProgram extends FunctionProbeProgram {

    /// The most calls that the kernel gives room for (`KRETPROBE_MAXACTIVE_MAX`,
    /// `kernel/trace/trace_kprobe.c`).
    public static final int MOST_ACTIVE = 4096;

    private static final int KERNEL_DEFAULT = 0;

    private final int maxActive;

    KretprobeProgram(Handle handle) {
        this(handle, KERNEL_DEFAULT);
    }

    private KretprobeProgram(Handle handle, int maxActive) {
        super(handle);
        this.maxActive = maxActive;
    }

    @Override
    boolean atReturn() {
        return true;
    }

    /// How many calls of its function can be under way at a time without one whose return is not
    /// seen. The kernel's choice is 10, or two for each possible CPU if that is more
    /// (`register_kretprobe`, `kernel/kprobes.c`).
    public int maxActive() {
        return maxActive == KERNEL_DEFAULT ? Math.max(10, 2 * PerCpuValues.cpus()) : maxActive;
    }

    /// The same program, attached with room for so many calls at a time from now on.
    ///
    /// Only tracefs takes that number, so an attach writes a line with it to `kprobe_events`: it
    /// needs tracefs, mounted writable at `/sys/kernel/tracing` or below `/sys/kernel/debug`, and
    /// the right to write there, which is root's alone unless it was mounted otherwise. The link's
    /// close removes the line. After `kill -9` the kernel stops running the program but keeps the
    /// line, with the memory for the calls, until the next attach of this kind by any process of
    /// the same PID namespace, or a `-:GROUP/NAME` to `kprobe_events`; the group's name has the PID
    /// namespace, number and start time of the process.
    ///
    /// Each link takes 64 bytes of kernel memory a call (measured on Linux 6.1); since Linux 6.7
    /// 48, and another 8 for each possible CPU (`objpool_init`, `lib/objpool.c`): 268 KB for 4,096
    /// calls on two CPUs (measured on Linux 6.12-rt).
    ///
    /// Requires Linux 4.12. An attach throws, besides what others do:
    /// [io.fentry4j.failure.PerfEventUnavailableException] without tracefs,
    /// [io.fentry4j.failure.PermissionException] if this user may not write there, and
    /// [io.fentry4j.failure.PolicyException] under `lockdown=confidentiality` and where tracefs is
    /// read-only.
    ///
    /// @param calls 1 to [#MOST_ACTIVE]
    /// @throws IllegalArgumentException if it is not
    public KretprobeProgram maxActive(int calls) {
        if (calls < 1 || calls > MOST_ACTIVE) {
            throw new IllegalArgumentException(
                    "make room for %d calls of '%s': 1 to %d are possible"
                            .formatted(calls, name(), MOST_ACTIVE));
        }
        return new KretprobeProgram(handle(), calls);
    }

    @Override
    Link attachAt(String function, String symbol, long offset, long cookie) {
        if (maxActive == KERNEL_DEFAULT) {
            return super.attachAt(function, symbol, offset, cookie);
        }
        KretprobeEvent event = KretprobeEvent.define(attaching(function), symbol, maxActive);
        try {
            return attach(
                    Mechanism.KPROBE,
                    function,
                    cookie != 0,
                    () ->
                            LinkCommands.attachTracepoint(
                                    handle().pointer(), event.group(), event.name(), cookie),
                    event::close);
        } catch (RuntimeException e) {
            event.close();
            throw e;
        }
    }
}
