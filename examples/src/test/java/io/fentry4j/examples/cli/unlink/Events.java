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
        return of(comm, name, ret, KernelString.EMPTY, PathState.NOT_REQUESTED);
    }

    /// A successful `rm` of `name`, with what is known of its path.
    static UnlinkEvent of(KernelString name, KernelString path, PathState pathState) {
        return of(KernelString.of("rm"), name, 0, path, pathState);
    }

    /// The same by another process.
    static UnlinkEvent by(int pid, UnlinkEvent event) {
        return with(event, pid, event.kind(), event.namespacePid(), event.ret());
    }

    /// The same, ended so.
    static UnlinkEvent ended(int ret, UnlinkEvent event) {
        return with(event, event.pid(), event.kind(), event.namespacePid(), ret);
    }

    /// The same as the removal of a directory, in a namespace whose numbers are not known.
    static UnlinkEvent rmdir(UnlinkEvent event) {
        return with(event, event.pid(), UnlinkEvent.Kind.DIRECTORY, 0, event.ret());
    }

    private static UnlinkEvent with(
            UnlinkEvent event, int pid, UnlinkEvent.Kind kind, int namespacePid, int ret) {
        return new UnlinkEvent(
                event.realtimeNanos(),
                event.kernelNanos(),
                event.durationNanos(),
                kind,
                kind == UnlinkEvent.Kind.FILE ? "do_unlinkat" : "do_rmdir",
                pid,
                event.tid(),
                event.parentPid(),
                namespacePid,
                event.uid(),
                event.gid(),
                event.comm(),
                event.processStartNanos(),
                event.threadStartNanos(),
                event.cgroupId(),
                event.mountNamespace(),
                event.dirfd(),
                event.name(),
                event.nameSource(),
                event.path(),
                event.pathState(),
                ret);
    }

    private static UnlinkEvent of(
            KernelString comm, KernelString name, int ret, KernelString path, PathState pathState) {
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
                path,
                pathState,
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
