package io.fentry4j.benchmarks.kernel;

import io.fentry4j.failure.BpfException;
import io.fentry4j.unlink.UnlinkProbe;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// A tracer that this library attaches.
///
/// @param attach attaches it
record ObjectTracer(String name, Supplier<Running> attach) implements Tracer {

    private static final Site DELETION =
            new Site("do_unlinkat", "sys_enter", "syscalls", "sys_enter_unlink");

    @Override
    public Running start() {
        try {
            return attach.get();
        } catch (BpfException e) {
            throw new TracerUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Nothing.
    static Tracer none() {
        return new ObjectTracer("none", () -> mute(() -> {}));
    }

    /// Programs that do nothing.
    static Tracer empty(String name, ProbeKind kind) {
        return new ObjectTracer(name, () -> mute(AttachedProbe.attach(kind, DELETION)::close));
    }

    static Tracer tutorial() {
        return new ObjectTracer(
                "tutorial",
                () -> {
                    TutorialBpf bpf = TutorialBpf.open().load();
                    try {
                        bpf.printExit().attach();
                        bpf.printEntry().attach();
                        return mute(bpf::close);
                    } catch (RuntimeException e) {
                        bpf.close();
                        throw e;
                    }
                });
    }

    static Tracer probe(ProbeSetting setting) {
        return new ObjectTracer(
                setting.tracer(),
                () -> {
                    UnlinkProbe probe = setting.attach(event -> {});
                    return new Running() {
                        @Override
                        public void close() {
                            probe.close();
                        }

                        @Override
                        public OptionalLong told() {
                            return setting.tells()
                                    ? OptionalLong.of(probe.statistics().delivered())
                                    : OptionalLong.empty();
                        }
                    };
                });
    }

    private static Running mute(Runnable close) {
        return new Running() {
            @Override
            public void close() {
                close.run();
            }

            @Override
            public OptionalLong told() {
                return OptionalLong.empty();
            }
        };
    }
}
