package io.fentry4j.benchmarks.kernel;

import io.fentry4j.SyscallProgram;

/// The empty programs of one kind, attached to a site, with the driver that passes it.
final class AttachedProbe implements AutoCloseable {

    private final EmptyProbesBpf bpf;
    private final SyscallProgram driver;

    private AttachedProbe(EmptyProbesBpf bpf, ProbeKind kind, Site site) {
        this.bpf = bpf;
        this.driver = kind.atTracepoint() ? bpf.tracepointDriver() : bpf.functionDriver();
        kind.programs().forEach(program -> program.attach(bpf, site));
    }

    /// Loads and attaches them.
    ///
    /// @throws io.fentry4j.failure.BpfException if the kernel does not have this kind
    static AttachedProbe attach(ProbeKind kind, Site site) {
        try (EmptyProbesBpf.Open open = EmptyProbesBpf.open()) {
            (kind.atTracepoint() ? open.tracepointDriver() : open.functionDriver()).autoload(true);
            kind.programs().forEach(program -> program.choose(open, site));
            EmptyProbesBpf bpf = open.load();
            try {
                return new AttachedProbe(bpf, kind, site);
            } catch (RuntimeException e) {
                bpf.close();
                throw e;
            }
        }
    }

    /// Sets how often the driver passes the site in one run.
    void rounds(int rounds) {
        bpf.rounds().set((long) rounds);
    }

    /// Runs the driver of [Site#LOOP].
    ///
    /// @return the rounds that it did
    int runDriver() {
        return driver.run();
    }

    /// Closes the object, which detaches its programs.
    @Override
    public void close() {
        bpf.close();
    }
}
