package io.fentry4j.examples.cli.unlink;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import java.time.Duration;
import java.time.Instant;

/// Events as the probe would make them.
final class Events {

    static final Instant TIME = Instant.parse("2026-11-22T14:03:07.218345678Z");

    private Events() {}

    /// A successful `rm` of `name`.
    static UnlinkEvent of(KernelString name) {
        return of(KernelString.of("rm"), name, 0);
    }

    static UnlinkEvent of(KernelString comm, KernelString name, int ret) {
        return new UnlinkEvent(
                TIME,
                123_456_789L,
                4711,
                4712,
                1000,
                100,
                comm,
                UnlinkEvent.AT_FDCWD,
                name,
                ret,
                Duration.ofNanos(41_300));
    }

    /// A string of these bytes, given as numbers from 0 to 255.
    static KernelString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return KernelString.of(bytes);
    }
}
