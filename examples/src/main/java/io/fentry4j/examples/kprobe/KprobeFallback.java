package io.fentry4j.examples.kprobe;

import io.fentry4j.PreemptionModel;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.io.IOException;
import java.nio.file.Files;

/// Shows how a probe is attached: by the mode that this kernel calls for, and by the one that is
/// asked for. The events are the same.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.kprobe.KprobeFallback` as root prints, with `KPROBE` in the first line too
/// where the kernel preempts fentry programs (`PREEMPT_RT`) or refuses them:
///
/// ```
/// chosen on a COOPERATIVE kernel: FENTRY (fentry, fexit): 1 deletion
/// asked for: KPROBE (kprobe, kretprobe): 1 deletion
/// ```
public final class KprobeFallback {

    private KprobeFallback() {}

    public static void main(String[] args) throws IOException {
        show("chosen on a " + PreemptionModel.ofRunningKernel() + " kernel", UnlinkProbe.builder());
        show("asked for", UnlinkProbe.builder().mode(Mode.KPROBE));
    }

    private static void show(String why, UnlinkProbeBuilder builder) throws IOException {
        var file = Files.createTempFile("mode", ".tmp");
        var probe = builder.pids((int) ProcessHandle.current().pid()).attach(event -> {});
        try (probe) {
            Files.delete(file);
        }
        System.out.printf(
                "%s: %s (%s): %d deletion%n",
                why, probe.mode().name(), probe.mode(), probe.statistics().delivered());
    }
}
