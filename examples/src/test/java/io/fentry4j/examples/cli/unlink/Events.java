package io.fentry4j.examples.cli.unlink;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.NameSource;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
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
                TIME.getEpochSecond() * 1_000_000_000L + TIME.getNano(),
                123_456_789L,
                41_300,
                UnlinkEvent.Kind.FILE,
                "do_unlinkat",
                4711,
                4712,
                4700,
                1,
                1000,
                100,
                comm,
                1_000_000_000L,
                1_100_000_000L,
                42,
                4_026_531_841L,
                UnlinkEvent.AT_FDCWD,
                name,
                NameSource.KERNEL,
                KernelString.EMPTY,
                PathState.NOT_REQUESTED,
                ret);
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
