package io.fentry4j;

/// What the thread that reads a ring buffer is doing, for a program that decides whether to wake it
/// ([ListenerOptions#naps]).
public enum ReaderState {
    /// Until the kernel wakes it: a program submits with flags 0, and the kernel wakes the reader
    /// if it had seen all that was in the ring.
    SLEEPS,

    /// For a while, because records have been coming: a program submits with `BPF_RB_NO_WAKEUP`, or
    /// with `BPF_RB_FORCE_WAKEUP` if so much is waiting that the ring could fill up.
    NAPS,

    /// Handing over records; it looks again before it sleeps. A program submits with
    /// `BPF_RB_NO_WAKEUP`.
    READS
}
