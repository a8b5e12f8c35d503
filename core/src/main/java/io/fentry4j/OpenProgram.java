package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.internal.failure.TargetFailures;
import io.fentry4j.internal.libbpf.Libbpf;
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
    private String target;

    OpenProgram(OpenBpfObject object, MemorySegment pointer, String name, String section) {
        this.object = object;
        this.pointer = pointer;
        this.name = name;
        this.section = section;
        this.target = section.substring(section.indexOf('/') + 1);
    }

    MemorySegment pointer() {
        return pointer;
    }

    /// The name of the C function.
    public String name() {
        return name;
    }

    /// The ELF section, such as `fentry/do_unlinkat`.
    public String section() {
        return section;
    }

    /// What it will be attached to: at first what the section names.
    public String target() {
        return target;
    }

    /// Sets the kernel function to attach to.
    ///
    /// Of several candidates the first one that the kernel's BTF has is taken; [#target()] tells
    /// which. So one program serves kernels that name the same function differently.
    ///
    /// @throws io.fentry4j.failure.TargetNotFoundException if the kernel has none of them
    /// @throws io.fentry4j.failure.KernelBtfMissingException if the kernel shows no BTF
    /// @throws IllegalStateException if the object was loaded or closed
    public OpenProgram target(String function, String... alternatives) {
        List<String> candidates = new ArrayList<>(List.of(alternatives));
        candidates.addFirst(function);
        List<String> messages = new ArrayList<>();
        int error = 0;
        for (String candidate : candidates) {
            var outcome = object.use(() -> Libbpf.setAttachTarget(pointer, candidate));
            error = outcome.value();
            if (error >= 0) {
                target = candidate;
                return this;
            }
            messages.addAll(outcome.messages());
        }
        throw TargetFailures.notFound(
                "set the target of '" + name + "'", candidates, new Errno(-error), messages);
    }

    /// Whether the program is loaded with the object; it is, unless this says otherwise.
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
