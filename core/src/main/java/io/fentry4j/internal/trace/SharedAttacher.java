package io.fentry4j.internal.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.TraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// Attaches many functions by kprobe.multi: those for which the same instructions were written,
/// because their values lie in the same registers, share their programs.
///
/// The kernel attaches all functions of a program or none. If it refuses, it is asked for each
/// half, so that only what it does not take is left out.
///
/// @param <P> the plans
final class SharedAttacher<P extends Plan> {

    /// What programs are told apart by: not by what an instruction was made for.
    private record Shape(List<List<Instruction>> instructions, List<Map<Integer, String>> maps) {

        static Shape of(Codes codes) {
            List<Code> both =
                    Stream.of(codes.entry(), codes.exit()).flatMap(Optional::stream).toList();
            return new Shape(
                    both.stream().map(Code::instructions).toList(),
                    both.stream().map(Code::maps).toList());
        }
    }

    private final String name;
    private final Optional<String> whyNotFentry;
    private final ToIntFunction<String> maps;
    private final FunctionAttacher.Chosen<P> chosen;
    private final BiConsumer<TraceTarget, RuntimeException> leaveOut;
    private final Collection<AttachedFunction> attached;

    /// @param name what the programs are called in the kernel
    /// @param whyNotFentry if this mode was not asked for
    /// @param maps the descriptor of each map, by its name
    /// @param leaveOut is told of each function that is not attached
    /// @param attached gets those that are, as soon as they are
    SharedAttacher(
            String name,
            Optional<String> whyNotFentry,
            ToIntFunction<String> maps,
            FunctionAttacher.Chosen<P> chosen,
            BiConsumer<TraceTarget, RuntimeException> leaveOut,
            Collection<AttachedFunction> attached) {
        this.name = name;
        this.whyNotFentry = whyNotFentry;
        this.maps = maps;
        this.chosen = chosen;
        this.leaveOut = leaveOut;
        this.attached = attached;
    }

    /// Attaches those that the kernel takes.
    ///
    /// @throws BpfException if the kernel has no kprobe.multi, or allows none
    void attach(List<Plans<P>> all) {
        Map<Shape, List<Plans<P>>> groups = new LinkedHashMap<>();
        for (Plans<P> plans : all) {
            if (plans.target().module().isPresent()) {
                leaveOut.accept(plans.target(), ofModule(plans.target()));
                continue;
            }
            groups.computeIfAbsent(Shape.of(plan(plans).codes()), _ -> new ArrayList<>())
                    .add(plans);
        }
        groups.values().forEach(this::attachGroup);
    }

    /// The kernel would take whichever function of this name it finds first.
    private static TraceException ofModule(TraceTarget target) {
        return new TraceException(
                "%s is a module's function, which kprobe.multi cannot name"
                        .formatted(target.name()),
                0,
                List.of());
    }

    private P plan(Plans<P> plans) {
        return plans.get(Mode.KPROBE_MULTI);
    }

    private void attachGroup(List<Plans<P>> group) {
        FunctionPrograms programs;
        try {
            group.forEach(plans -> chosen.use(plans.number(), plan(plans)));
            programs =
                    FunctionPrograms.attachShared(
                            name,
                            group.stream().map(Plans::target).toList(),
                            group.stream().mapToLong(Plans::number).toArray(),
                            plan(group.getFirst()).codes(),
                            maps);
        } catch (PermissionException | PolicyException | FeatureUnsupportedException e) {
            throw e; // the others would be refused too
        } catch (BpfException e) {
            if (group.size() == 1 || e instanceof VerifierException) { // the halves are the same
                group.forEach(plans -> leaveOut.accept(plans.target(), e));
            } else {
                int half = group.size() / 2;
                attachGroup(group.subList(0, half));
                attachGroup(group.subList(half, group.size()));
            }
            return;
        }
        for (Plans<P> plans : group) {
            attached.add(
                    new AttachedFunction(
                            plans.target(), plans.number(), plan(plans), whyNotFentry, programs));
        }
    }
}
