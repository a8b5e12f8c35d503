package io.fentry4j;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;
import java.util.ArrayList;
import java.util.List;

/// A program at the entry or the return of a kernel function by a kprobe: it needs neither BTF nor
/// trampolines, and gets the registers instead of typed arguments.
///
/// One program can be attached to any number of functions. It runs with preemption off. A call is
/// skipped while another kprobe's program runs on the same CPU.
///
/// Requires a kernel with `CONFIG_KPROBE_EVENTS`; cookies require Linux 5.15.
public abstract sealed class FunctionProbeProgram extends Program
        permits KprobeProgram, KretprobeProgram {

    FunctionProbeProgram(Handle handle) {
        super(handle);
    }

    /// Whether the program runs when the function returns.
    abstract boolean atReturn();

    /// Attaches to the function that the section names, or to the first of the candidates given
    /// before load that the kernel has; [Link#target()] tells which.
    ///
    /// @throws TargetNotFoundException if the kernel has none of them
    /// @throws BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attach() {
        return attachFirst(0);
    }

    /// Attaches with a value that the program reads by `bpf_get_attach_cookie`.
    ///
    /// Where the kernel has no cookies, this throws.
    ///
    /// @param cookie any value but 0, which means none
    /// @throws IllegalArgumentException if the cookie is 0
    /// @throws BpfException if the kernel refuses, by its cause
    public Link attach(long cookie) {
        return attachFirst(checkCookie(cookie));
    }

    /// Attaches to one more function.
    ///
    /// @param function its symbol; at the entry also `symbol+offset`, to an instruction in it
    /// @throws TargetNotFoundException if the kernel has no such symbol
    /// @throws BpfException if the kernel refuses, by its cause
    public Link attachTo(String function) {
        return attachWith(function, 0);
    }

    /// Attaches to one more function, with a cookie.
    ///
    /// @param cookie any value but 0, which means none
    /// @throws IllegalArgumentException if the cookie is 0
    /// @throws BpfException if the kernel refuses, by its cause
    public Link attachTo(String function, long cookie) {
        return attachWith(function, checkCookie(cookie));
    }

    private Link attachFirst(long cookie) {
        sectionTarget();
        List<BpfException> refusals = new ArrayList<>();
        for (String candidate : handle().targets()) {
            try {
                return attachWith(candidate, cookie);
            } catch (TargetNotFoundException e) {
                refusals.add(e);
            }
        }
        BpfException first = refusals.removeFirst();
        refusals.forEach(first::addSuppressed);
        throw first;
    }

    private Link attachWith(String function, long cookie) {
        int plus = function.indexOf('+');
        String symbol = plus < 0 ? function : function.substring(0, plus);
        long offset = plus < 0 ? 0 : offset(function, plus);
        return attachAt(function, symbol, offset, cookie);
    }

    /// Attaches to a place of a function.
    ///
    /// @param function as the caller has named it
    /// @param offset bytes from the symbol
    /// @param cookie 0 for none
    Link attachAt(String function, String symbol, long offset, long cookie) {
        return attach(
                Mechanism.KPROBE,
                function,
                cookie != 0,
                () ->
                        LinkCommands.attachKprobe(
                                handle().pointer(), symbol, offset, atReturn(), cookie));
    }

    private long offset(String function, int plus) {
        try {
            long offset = Long.decode(function.substring(plus + 1));
            if (offset >= 0 && !(atReturn() && offset > 0)) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(noOffset(function), e);
        }
        throw new IllegalArgumentException(noOffset(function));
    }

    private String noOffset(String function) {
        return "attach '%s' to %s: %s"
                .formatted(
                        name(),
                        function,
                        atReturn()
                                ? "a return probe has no offset"
                                : "what follows the + is no offset in bytes");
    }
}
