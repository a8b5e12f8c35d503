package io.fentry4j.internal.program;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.failure.AttachFailures;
import io.fentry4j.internal.failure.Attachment;
import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.linux.PerfEvents;
import io.fentry4j.internal.tracefs.KretprobeEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kprobes through perf events, which unlike tracefs need no file system and leave nothing behind:
/// the probe goes with its descriptor.
public final class Kprobes {

    private static final Path DEVICE = Path.of("/sys/bus/event_source/devices/kprobe");

    /// Where the kernel says under which number it takes them (Linux 4.17, `CONFIG_KPROBE_EVENTS`).
    public static final Path TYPE = DEVICE.resolve("type");

    private static final Path AT_RETURN = DEVICE.resolve("format/retprobe");
    private static final Pattern BIT = Pattern.compile("config:(\\d+)");

    private Kprobes() {}

    /// The number of the kprobe PMU; empty if this kernel has none.
    public static OptionalInt type() {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(TYPE).trim()));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    static Descriptor attach(String operation, String function, int program) {
        return attach(operation, function, 0, program);
    }

    /// At the return, with the room that the kernel chooses.
    static Descriptor attachAtReturn(String operation, String function, int program) {
        return attach(operation, function, returnConfig(), program);
    }

    private static Descriptor attach(String operation, String function, long config, int program) {
        OptionalInt type = type();
        int opened =
                type.isPresent()
                        ? PerfEvents.openKprobe(type.getAsInt(), config, function)
                        : -Errno.ENODEV.number();
        return start(operation, function, opened, program);
    }

    /// The bit of `config` that asks for a kretprobe.
    private static long returnConfig() {
        try {
            Matcher bit = BIT.matcher(Files.readString(AT_RETURN).strip());
            return bit.matches() ? 1L << Integer.parseInt(bit.group(1)) : 1;
        } catch (IOException e) {
            return 1; // then there is no kprobe PMU either
        }
    }

    /// At the return, with room for so many calls at a time: tracefs takes that number only.
    ///
    /// @return what removes it from tracefs too
    static AutoCloseable attachAtReturn(
            String operation, String function, int maxActive, int program) {
        KretprobeEvent event = KretprobeEvent.define(operation, function, maxActive);
        try {
            Descriptor link =
                    start(operation, function, PerfEvents.openTracepoint(event.id()), program);
            return () -> {
                try (event;
                        link) {
                    assert event != null && link != null;
                }
            };
        } catch (IOException e) {
            event.close();
            throw explain(operation, function, -Errno.ENOENT.number());
        } catch (RuntimeException e) {
            event.close();
            throw e;
        }
    }

    private static Descriptor start(String operation, String function, int opened, int program) {
        if (opened < 0) {
            throw explain(operation, function, opened);
        }
        Descriptor event = new Descriptor(opened);
        int error = PerfEvents.setProgram(opened, program);
        if (error == 0) {
            error = PerfEvents.enable(opened);
        }
        if (error < 0) {
            event.close();
            throw explain(operation, function, error);
        }
        return event;
    }

    private static BpfException explain(String operation, String function, int error) {
        return AttachFailures.explain(
                new Attachment(operation, Mechanism.KPROBE, function, false), error, List.of());
    }
}
