package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.Native;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A process in a PID namespace of its own that deletes something and starts a process that does so
/// too. It writes the names that two probes have seen, a line each: one that is not to see the
/// process itself, one that is to see its descendants.
final class ContainedProbe {

    private static final String MARK = "contained-probe-";

    private ContainedProbe() {}

    public static void main(String[] arguments) throws Exception {
        int self = (int) ProcessHandle.current().pid();
        assertThat(self).isLessThan(Integer.parseInt(arguments[1]));
        Files.write(
                Path.of(arguments[0]),
                List.of(
                        namesSeenBy(UnlinkProbe.builder().exceptMyself()),
                        namesSeenBy(UnlinkProbe.builder().descendantsOf(self))));
    }

    private static String namesSeenBy(UnlinkProbeBuilder builder) throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        try (UnlinkProbe _ = builder.namePrefix(MARK).attach(events::add)) {
            Native.unlink(MARK + "self");
            new ProcessBuilder("rm", MARK + "child").start().waitFor();
        }
        return String.join(" ", events.stream().map(event -> event.name().toString()).toList());
    }
}
