package io.fentry4j.tracelog;

import io.fentry4j.data.KernelString;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A message of the trace log, such as a `bpf_printk` writes, with the context that the kernel puts
/// before it.
///
/// ```
///               rm-9290    [004] d..21  4637.798698: bpf_trace_printk: filename = test_file
///             comm pid      cpu  flags  time         event             text
/// ```
///
/// @param comm the name of the thread, without blanks that it begins with; `<...>` if the kernel
///   has forgotten it (it keeps 128 unless `saved_cmdlines_size` says otherwise), `<idle>` for the
///   idle threads
/// @param pid the number of the thread, which this log calls a PID; 0 for the idle threads
/// @param tgid the number of the process; empty unless the option `record-tgid` is on
/// @param cpu the number of the CPU
/// @param flags a character each for interrupts, rescheduling, the kind of interrupt, and the
///   depths of disabled preemption and (since Linux 5.13) migration: `d..21`; empty if the option
///   `irq-info` is off
/// @param micros microseconds on the trace clock, of which the default, `local`, counts from the
///   boot and may differ a little between CPUs; empty for a clock that does not count time, such as
///   `x86-tsc`
/// @param event the event's name; `bpf_trace_printk` for `bpf_printk`. Empty if there is none
/// @param text the message without line feeds at its end; it can have some inside
public record TraceLine(
        KernelString comm,
        int pid,
        OptionalInt tgid,
        int cpu,
        String flags,
        OptionalLong micros,
        String event,
        KernelString text)
        implements TraceEntry {

    /// The event of `bpf_printk`.
    public static final String BPF_PRINTK = "bpf_trace_printk";
}
