package io.fentry4j;

import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A program at many kernel functions by one link: the fastest to attach to more than a few.
///
/// All functions are attached or none: a name that the kernel does not have, or does not allow,
/// fails the attach. `io.fentry4j.preflight.Preflight` finds those beforehand.
///
/// Requires Linux 5.18 with `CONFIG_FPROBE`, on x86-64; arm64 from 6.15.
public abstract sealed class MultiProbeProgram extends Program
        permits KprobeMultiProgram, KretprobeMultiProgram {

    MultiProbeProgram(Handle handle) {
        super(handle);
    }

    /// Whether the program runs when the functions return.
    abstract boolean atReturn();

    /// Attaches to the functions that the section's pattern matches.
    ///
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attach() {
        return attachMatching(sectionTarget());
    }

    /// Attaches to all traceable functions whose name matches.
    ///
    /// @param glob with `*` for any characters and `?` for one
    /// @throws io.fentry4j.failure.BpfException if none matches, or the kernel refuses
    public Link attachMatching(String glob) {
        return attach(
                Mechanism.KPROBE_MULTI,
                glob,
                false,
                () -> LinkCommands.attachKprobeMulti(handle().pointer(), glob, atReturn()));
    }

    /// Attaches to these functions.
    ///
    /// @throws IllegalArgumentException if there is none
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses one of them
    public Link attachTo(Collection<String> functions) {
        return attachAll(List.copyOf(functions), List.of());
    }

    /// Attaches to these functions, each with a value of its own that the program reads by
    /// `bpf_get_attach_cookie`.
    ///
    /// @throws IllegalArgumentException if there is none
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses one of them
    public Link attachTo(Map<String, Long> cookies) {
        List<Map.Entry<String, Long>> entries = List.copyOf(cookies.entrySet());
        return attachAll(
                entries.stream().map(Map.Entry::getKey).toList(),
                entries.stream().map(Map.Entry::getValue).toList());
    }

    private Link attachAll(List<String> functions, List<Long> cookies) {
        if (functions.isEmpty()) {
            throw new IllegalArgumentException("attach '" + name() + "': no function is given");
        }
        String target =
                functions.size() <= 3
                        ? String.join(", ", functions)
                        : "%d functions from %s on".formatted(functions.size(), functions.get(0));
        return attach(
                Mechanism.KPROBE_MULTI,
                target,
                !cookies.isEmpty(),
                () ->
                        LinkCommands.attachKprobeMulti(
                                handle().pointer(), functions, cookies, atReturn()));
    }
}
