package io.fentry4j;

import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;

/// A program of a kind that has no class of its own here, such as `uprobe`, `ksyscall` or `lsm`.
public final class OtherProgram extends Program {

    OtherProgram(Handle handle) {
        super(handle);
    }

    /// Attaches to what the section names, as far as libbpf knows how: to a `uprobe`, `usdt`,
    /// `ksyscall`, `lsm`, `iter` and others; not to a network device or a cgroup.
    ///
    /// @throws io.fentry4j.failure.FeatureUnsupportedException if it does not attach by its section
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attach() {
        return attach(
                Mechanism.OTHER,
                section(),
                false,
                () -> LinkCommands.attachBySection(handle().pointer()));
    }
}
