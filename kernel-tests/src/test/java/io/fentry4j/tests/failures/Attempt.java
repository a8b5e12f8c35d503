package io.fentry4j.tests.failures;

import io.fentry4j.KretprobeProgram;
import io.fentry4j.failure.BpfException;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The main class of a process that may not do what it tries: writes the failure's type and message
/// to a file.
final class Attempt {

    private Attempt() {}

    /// Tries it.
    ///
    /// @param arguments the file, what to try, and perhaps `seccomp=ERRNO`
    public static void main(String[] arguments) throws Throwable {
        for (String argument : arguments) {
            if (argument.startsWith("seccomp=")) {
                Seccomp.refuseBpf(Integer.parseInt(argument.substring("seccomp=".length())));
            }
        }
        Runnable attempt =
                switch (arguments[1]) {
                    case "fentry" -> () -> Attaching.entryOf("do_unlinkat");
                    case "kprobe" -> () -> with(bpf -> bpf.atProbe().attachTo("do_unlinkat"));
                    case "kretprobe" -> () -> with(bpf -> bpf.atReturn().attachTo("do_unlinkat"));
                    case "maxActive" ->
                            () -> with(bpf -> bpf.atReturn().maxActive(64).attachTo("do_unlinkat"));
                    case "probe" -> Attempt::attachProbeWithLittleRoom;
                    case "tracepoint" ->
                            () -> with(bpf -> bpf.atTracepoint().attachTo("sched", "sched_switch"));
                    default -> throw new IllegalArgumentException(arguments[1]);
                };
        try {
            attempt.run();
            Files.writeString(Path.of(arguments[0]), "no failure");
        } catch (BpfException e) {
            Files.writeString(
                    Path.of(arguments[0]), e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static void attachProbeWithLittleRoom() {
        try (UnlinkProbe probe = UnlinkProbe.builder().mode(Mode.KPROBE).attach(event -> {})) {
            if (probe.maxActive().orElseThrow() == KretprobeProgram.MOST_ACTIVE) {
                throw new IllegalStateException("tracefs was there");
            }
        }
    }

    private static void with(Consumer<OtherKindsBpf> attach) {
        try (OtherKindsBpf bpf = OtherKindsBpf.open().load()) {
            attach.accept(bpf);
        }
    }
}
