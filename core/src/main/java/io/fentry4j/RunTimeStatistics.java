package io.fentry4j;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.failure.LoadFailures;
import io.fentry4j.internal.libbpf.BpfCommands;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.linux.LibC;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// While one is open, the kernel counts the runs and the run time of all BPF programs, for
/// [ProgramStatistics].
///
/// ```java
/// try (var counting = RunTimeStatistics.enable()) {
///     …
///     System.out.println(program.statistics().runs());
/// }
/// ```
///
/// It is a switch of the whole machine and costs each run two readings of the clock. The kernel
/// turns it off when the last one that turned it on closes it or ends. Thread-safe.
///
/// Requires Linux 5.8 and `CAP_SYS_ADMIN`.
public final class RunTimeStatistics implements AutoCloseable {

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunTimeStatistics(int fd) {
        this.fd = fd;
    }

    /// Turns counting on.
    ///
    /// @throws BpfException if the kernel refuses
    public static RunTimeStatistics enable() {
        LibbpfLibrary.require();
        int fd = BpfCommands.enableRunTimeStatistics();
        if (fd < 0) {
            throw LoadFailures.explain("count runs of BPF programs", fd, List.of(), List::of);
        }
        return new RunTimeStatistics(fd);
    }

    /// Turns counting off, unless someone else wants it. Can be called any number of times.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LibC.close(fd);
        }
    }
}
