package io.fentry4j.examples.cli.unlink;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.KernelBtfMissingException;
import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.io.PrintWriter;
import java.util.function.Function;

/// Attaches a probe to a printer: with absolute paths where the kernel can tell them.
final class UnlinkAttach {

    /// What absolute paths are worth to the user.
    enum Paths {
        /// Not wanted.
        OFF,
        /// Shown if they can be had.
        IF_POSSIBLE,
        /// A filter works with them.
        NEEDED
    }

    record Attached(UnlinkProbe probe, UnlinkPrinter printer) {}

    private final Paths paths;
    private final Function<Boolean, UnlinkProbeBuilder> builder;
    private final Function<Boolean, UnlinkPrinter> printer;
    private final PrintWriter err;

    /// @param builder the probe with its filters, with or without paths
    /// @param printer what prints its events, with or without paths
    UnlinkAttach(
            Paths paths,
            Function<Boolean, UnlinkProbeBuilder> builder,
            Function<Boolean, UnlinkPrinter> printer,
            PrintWriter err) {
        this.paths = paths;
        this.builder = builder;
        this.printer = printer;
        this.err = err;
    }

    /// Attaches it, without paths if it may be and has to.
    ///
    /// @throws BpfException if it cannot be done here
    /// @throws IllegalArgumentException if options contradict each other
    Attached attach() {
        try {
            return attach(paths != Paths.OFF);
        } catch (PermissionException | LibbpfUnavailableException | KernelBtfMissingException e) {
            throw e; // without paths it needs the same
        } catch (BpfException e) {
            if (paths != Paths.IF_POSSIBLE) {
                throw e;
            }
            return attachWithout(e);
        }
    }

    /// A kernel before 5.17 cannot walk a path, one in lockdown does not let a program do it, and
    /// in some the compiler has inlined a function that has to be seen for it.
    private Attached attachWithout(BpfException cause) {
        try {
            Attached attached = attach(false);
            err.println(
                    "fentry4j: no absolute paths, names are shown as they were passed: "
                            + cause.failure().cause());
            return attached;
        } catch (BpfException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    private Attached attach(boolean withPaths) {
        UnlinkPrinter events = printer.apply(withPaths);
        return new Attached(builder.apply(withPaths).attach(events), events);
    }
}
