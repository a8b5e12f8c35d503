package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.internal.failure.TargetFailures;
import io.fentry4j.internal.libbpf.Libbpf;
import io.fentry4j.internal.linux.Descriptors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A program before load: what it attaches to, and whether it is loaded at all, can still be
/// chosen.
public final class OpenProgram {

    private final OpenBpfObject object;
    private final MemorySegment pointer;
    private final String name;
    private final String section;
    private List<String> targets;

    OpenProgram(OpenBpfObject object, MemorySegment pointer, String name, String section) {
        this.object = object;
        this.pointer = pointer;
        this.name = name;
        this.section = section;
        String target = SectionName.of(section).target();
        this.targets = target.isEmpty() ? List.of() : List.of(target);
    }

    MemorySegment pointer() {
        return pointer;
    }

    List<String> targets() {
        return targets;
    }

    /// The name of the C function.
    public String name() {
        return name;
    }

    /// The ELF section, such as `fentry/do_unlinkat`.
    public String section() {
        return section;
    }

    /// What it will be attached to: at first what the section names, which may be nothing (empty).
    public String target() {
        return targets.isEmpty() ? "" : targets.getFirst();
    }

    /// Sets the kernel function to attach to.
    ///
    /// Of several candidates the first one that the kernel has is taken. So one program serves
    /// kernels that name the same function differently. A fentry, fexit, fmod_ret or tp_btf program
    /// is verified for its function, so the choice is made now, by BTF, and [#target()] tells it.
    /// For a kprobe it is made by the attach, and [Link#target()] tells it.
    ///
    /// @param function its name; a function of a kernel module also as `module:function`
    /// @throws io.fentry4j.failure.TargetNotFoundException if the kernel has none of them
    /// @throws io.fentry4j.failure.TargetNotTraceableException if `module:function` names one of
    ///   several functions of that name, which the kernel cannot tell apart
    /// @throws io.fentry4j.failure.KernelBtfMissingException if the kernel shows no BTF
    /// @throws IllegalStateException if the object was loaded or closed
    public OpenProgram target(String function, String... alternatives) {
        List<String> candidates = new ArrayList<>(List.of(alternatives));
        candidates.addFirst(function);
        if (!SectionName.of(section).loadedForTarget()) {
            object.use(() -> null);
            targets = List.copyOf(candidates);
            return this;
        }
        List<String> messages = new ArrayList<>();
        int error = 0;
        for (String candidate : candidates) {
            ModuleFunction place = ModuleFunction.of(candidate);
            if (place != null) {
                place.check("set the target of '" + name + "'");
            }
            String symbol = place == null ? candidate : place.function();
            var outcome = object.use(() -> Libbpf.setAttachTarget(pointer, 0, symbol));
            error = outcome.value();
            if (error >= 0) {
                targets = List.of(candidate);
                return this;
            }
            messages.addAll(outcome.messages());
        }
        throw TargetFailures.notFound(
                "set the target of '" + name + "'", candidates, new Errno(-error), messages);
    }

    /// Sets a function of another BPF program to attach to: a fentry or fexit program can trace
    /// those too.
    ///
    /// Requires Linux 5.5.
    ///
    /// @param program a loaded program, with BTF (compiled with `-g`); it may be closed after the
    ///   load
    /// @param function the C function in it: `program.name()`, or a global function that it calls
    /// @throws InvalidObjectException if `program` has no such function
    /// @throws IllegalStateException if one of the objects is closed, or this one is loaded
    public OpenProgram target(Program program, String function) {
        int fd = program.handle().object().use(() -> Descriptors.duplicate(program.fd())).value();
        object.own(fd);
        var outcome = object.use(() -> Libbpf.setAttachTarget(pointer, fd, function));
        if (outcome.value() < 0) {
            throw new InvalidObjectException(
                    Failure.of(
                                    "set the target of '" + name + "'",
                                    "program '%s' has no function '%s'"
                                            .formatted(program.name(), function))
                            .errno(new Errno(-outcome.value()))
                            .advise("name a C function that is not static; compile it with -g")
                            .log(outcome.messages()));
        }
        targets = List.of(program.name() + ":" + function);
        return this;
    }

    /// Whether the program is loaded with the object; it is, unless this or a section that begins
    /// with `?` says otherwise.
    ///
    /// @throws IllegalStateException if the object was loaded or closed
    public OpenProgram autoload(boolean load) {
        int error = object.use(() -> Libbpf.setAutoload(pointer, load)).value();
        if (error < 0) {
            throw new InvalidObjectException(
                    Failure.of("set autoload of '" + name + "'", "libbpf refused")
                            .errno(new Errno(-error)));
        }
        return this;
    }
}
