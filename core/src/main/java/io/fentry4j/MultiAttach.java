package io.fentry4j;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.preflight.Mechanism;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Attaches one fentry or fexit program to many kernel functions, and tells which were left out and
/// why: one bad target never fails the rest.
///
/// ```java
/// try (MultiAttachment calls =
///         MultiAttach.of(() -> CallsBpf.open().object(), "on_call")
///                 .attach(List.of("vfs_read", "vfs_write", "vfs_unlink*"))) {
///     calls.leftOut().forEach(System.out::println);
///     var counts = calls.object().hashMap("counts", …);
///     …
/// }
/// ```
///
/// The verifier checks a program for one function, so the object is opened and the program loaded
/// once for each. All copies share the maps and global variables of [MultiAttachment#object()],
/// which has no program loaded. A program tells its functions apart by `bpf_get_func_ip(ctx)`
/// (Linux 5.15) or by a cookie.
///
/// Open, load and attach take one function after the other some milliseconds each on a real
/// machine; the detaches wait for grace periods of the kernel. Functions that [Preflight] finds
/// fault with are not tried.
///
/// Requires what [FentryProgram] requires. For one thread.
public final class MultiAttach {

    /// More than that is a slip (`*`) rather than a plan: each function costs a trampoline, a
    /// loaded program and its time at the attach and the detach.
    private static final int DEFAULT_LIMIT = 500;

    private final Supplier<OpenBpfObject> opener;
    private final String program;
    private @Nullable Preflight preflight;
    private @Nullable ToLongFunction<TargetReport> cookies;
    private boolean ambiguousToo;
    private int limit = DEFAULT_LIMIT;

    private MultiAttach(Supplier<OpenBpfObject> opener, String program) {
        this.opener = opener;
        this.program = program;
    }

    /// For this program of an object.
    ///
    /// @param opener opens the object anew in each call, and configures it if need be: constants,
    ///   map sizes. What it does to the maps and variables of the first object counts for all
    /// @param program the C function, in a section `fentry` or `fexit`
    public static MultiAttach of(Supplier<OpenBpfObject> opener, String program) {
        return new MultiAttach(opener, program);
    }

    /// Takes a preflight that is there already, instead of reading the kernel's lists anew.
    public MultiAttach preflight(Preflight existing) {
        preflight = existing;
        return this;
    }

    /// Gives each function a cookie, which the program reads by `bpf_get_attach_cookie`. Requires
    /// Linux 5.19.
    ///
    /// @param cookie not 0 for any function
    public MultiAttach cookies(ToLongFunction<TargetReport> cookie) {
        cookies = cookie;
        return this;
    }

    /// Attaches to ambiguous names too, to whichever function the kernel finds first.
    public MultiAttach ambiguousToo() {
        ambiguousToo = true;
        return this;
    }

    /// Sets how many functions it may be; 500 at first.
    public MultiAttach limit(int functions) {
        limit = functions;
        return this;
    }

    /// Attaches to all that can be traced.
    ///
    /// @param targets names, `module:function` and globs, as [Preflight#checkAll] takes them
    /// @return also if none could be attached: see [MultiAttachment#leftOut()]
    /// @throws IllegalArgumentException if more functions than the limit could be traced, or a
    ///   cookie is 0; nothing stays attached then
    /// @throws InvalidObjectException if the object has no such fentry or fexit program
    /// @throws BpfException if the object's maps cannot be created
    public MultiAttachment attach(Collection<String> targets) {
        Preflight checks = preflight == null ? Preflight.ofRunningKernel() : preflight;
        Mechanism mechanism;
        BpfObject shared;
        try (OpenBpfObject open = opener.get()) {
            mechanism = mechanism(open.program(program));
            open.programs().forEach(any -> any.autoload(false));
            shared = open.load();
        }
        MultiAttachment attachment = new MultiAttachment(shared);
        try {
            attach(checks.checkAll(targets).targets(), mechanism, attachment);
        } catch (RuntimeException e) {
            Closing closing = new Closing();
            closing.close(attachment::close);
            throw closing.suppressIn(e);
        }
        return attachment;
    }

    private static Mechanism mechanism(OpenProgram program) {
        String section = program.section();
        for (Mechanism mechanism : List.of(Mechanism.FENTRY, Mechanism.FEXIT)) {
            // Also fentry.s/…, which may sleep, and ?fentry/…, which is not loaded by itself.
            if (section.matches("\\??" + mechanism + "(\\.s)?(/.*)?")) {
                return mechanism;
            }
        }
        throw new InvalidObjectException(
                Failure.of(
                                "attach '%s' to many functions".formatted(program.name()),
                                "it is not a fentry or fexit program")
                        .observe("section", section)
                        .advise("use kprobe.multi for kprobes"));
    }

    private void attach(
            List<TargetReport> reports, Mechanism mechanism, MultiAttachment attachment) {
        List<TargetReport> wanted = new ArrayList<>();
        for (TargetReport report : reports) {
            Verdict verdict = report.verdict(mechanism);
            if (verdict.traceable() || (ambiguousToo && verdict.attachable())) {
                wanted.add(report);
            } else {
                attachment.leaveOut(report, verdict);
            }
        }
        if (wanted.size() > limit) {
            throw new IllegalArgumentException(
                    "attach '%s' to %d functions: the limit is %d; choose fewer, or raise it"
                            .formatted(program, wanted.size(), limit));
        }
        for (TargetReport report : wanted) {
            try {
                attachOne(report, attachment);
            } catch (BpfException e) {
                attachment.leaveOut(report, e);
            }
        }
    }

    private void attachOne(TargetReport report, MultiAttachment attachment) {
        try (OpenBpfObject open = opener.get()) {
            for (OpenProgram any : open.programs()) {
                any.autoload(any.name().equals(program));
            }
            open.program(program).target(report.qualifiedName());
            for (String map : open.mapNames()) {
                open.map(map).reuse(attachment.object().map(map));
            }
            BpfObject copy = open.load();
            try {
                TracingProgram loaded = copy.program(program, TracingProgram.class);
                Link link =
                        cookies == null
                                ? loaded.attach()
                                : loaded.attach(cookies.applyAsLong(report));
                attachment.add(report, loaded, link, copy);
            } catch (RuntimeException e) {
                Closing closing = new Closing();
                closing.close(copy::close);
                throw closing.suppressIn(e);
            }
        }
    }
}
