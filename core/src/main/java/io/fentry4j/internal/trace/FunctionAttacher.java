package io.fentry4j.internal.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.TargetBusyException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.TrampolineUnsupportedException;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.TraceException;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Attaches functions by the mode that is asked for, or by the better one of those that work.
///
/// A kprobe takes the place of fentry only where there is no trampoline for the function: a record
/// that does not fit and missing rights stay failures.
///
/// @param <P> the plans
final class FunctionAttacher<P extends Plan> {

    /// Is told which plan a function is attached by, before its programs run.
    interface Chosen<P extends Plan> {
        /// Is called once for each attempt to attach.
        ///
        /// @param number the function's
        void use(int number, P plan);
    }

    private final String name;
    private final ModeChoice choice;
    private final KretprobeRoom room;
    private final ToIntFunction<String> maps;
    private final Chosen<P> chosen;

    /// @param name what the programs are called in the kernel
    FunctionAttacher(
            String name,
            ModeChoice choice,
            KretprobeRoom room,
            ToIntFunction<String> maps,
            Chosen<P> chosen) {
        this.name = name;
        this.choice = choice;
        this.room = room;
        this.maps = maps;
        this.chosen = chosen;
    }

    /// @throws BpfException if the kernel refuses, by its cause
    /// @throws TraceException if only a kprobe is possible, and cannot give what the record asks
    ///   for
    AttachedFunction attach(Plans<P> plans) {
        if (choice.mode().isPresent()) {
            return attach(plans, choice.mode().get(), Optional.empty(), room);
        }
        if (!choice.preemption().skipsTracingPrograms()) {
            return attachByTrampoline(plans);
        }
        try {
            return attach(
                    plans,
                    Mode.KPROBE,
                    Optional.of(
                            "the kernel preempts kernel code (%s), and skips fentry programs then"
                                    .formatted(choice.preemption())),
                    room.orNothing());
        } catch (TraceException | BpfException refusal) {
            return attachByTrampoline(plans, refusal);
        }
    }

    private AttachedFunction attachByTrampoline(Plans<P> plans, RuntimeException refusal) {
        try {
            return attachByTrampoline(plans);
        } catch (BpfException e) {
            e.addSuppressed(refusal);
            throw e;
        }
    }

    private AttachedFunction attachByTrampoline(Plans<P> plans) {
        try {
            if (plans.target().obstacle().isPresent()) {
                throw plans.target().obstacle().get();
            }
            return attach(plans, Mode.FENTRY, Optional.empty(), room);
        } catch (TrampolineUnsupportedException
                | TargetBusyException
                | TargetNotTraceableException e) {
            return attachByKprobe(plans, e);
        }
    }

    private AttachedFunction attachByKprobe(Plans<P> plans, BpfException refusal) {
        try {
            return attach(
                    plans, Mode.KPROBE, Optional.of(String.valueOf(refusal.getMessage())), room);
        } catch (TraceException e) {
            TraceException both =
                    new TraceException(
                            "%s; and fentry is not possible: %s"
                                    .formatted(e.getMessage(), refusal.getMessage()),
                            e.column(),
                            e.candidates());
            both.initCause(refusal);
            throw both;
        } catch (BpfException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private AttachedFunction attach(
            Plans<P> plans, Mode mode, Optional<String> whyNotFentry, KretprobeRoom calls) {
        P plan = plans.get(mode);
        chosen.use(plans.number(), plan);
        return new AttachedFunction(
                plans.target(),
                plans.number(),
                plan,
                whyNotFentry,
                FunctionPrograms.attach(name, plans.target(), plan.codes(), maps, calls));
    }
}
