package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;

/// A program at a tracepoint of tracefs, with the record that its `format` file describes: `tp`.
///
/// Requires Linux 4.7 and tracefs.
public final class TracepointProgram extends Program {

    TracepointProgram(Handle handle) {
        super(handle);
    }

    /// Attaches to the tracepoint that the section names: `SEC("tp/category/name")`.
    ///
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attach() {
        return attachSection(0);
    }

    /// Attaches with a value that the program reads by `bpf_get_attach_cookie`.
    ///
    /// Requires Linux 5.15; where the kernel has no cookies, this throws.
    ///
    /// @param cookie any value but 0, which means none
    /// @throws IllegalArgumentException if the cookie is 0
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public Link attach(long cookie) {
        return attachSection(checkCookie(cookie));
    }

    /// Attaches to a tracepoint.
    ///
    /// @param category its folder below tracefs's `events`, such as `sched`
    /// @param tracepoint its name, such as `sched_switch`
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public Link attachTo(String category, String tracepoint) {
        return attachWith(category, tracepoint, 0);
    }

    private Link attachSection(long cookie) {
        String target = sectionTarget();
        int slash = target.indexOf('/');
        if (slash < 0) {
            throw new InvalidObjectException(
                    Failure.of(
                                    "attach '" + name() + "'",
                                    "its section '" + section() + "' names no tracepoint")
                            .advise("name it as SEC(\"tp/category/name\")"));
        }
        return attachWith(target.substring(0, slash), target.substring(slash + 1), cookie);
    }

    private Link attachWith(String category, String tracepoint, long cookie) {
        return attach(
                Mechanism.TRACEPOINT,
                category + ":" + tracepoint,
                cookie != 0,
                () ->
                        LinkCommands.attachTracepoint(
                                handle().pointer(), category, tracepoint, cookie));
    }
}
