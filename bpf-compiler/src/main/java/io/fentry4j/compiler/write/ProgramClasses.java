package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;
import java.util.Map;
import java.util.function.Predicate;

/// The class of `fentry4j-core` for each kind of program, by the section it stands in.
public final class ProgramClasses {

    /// The part of a section's name before the first slash, as libbpf's table has it (libbpf 1.5).
    private static final Map<String, String> BY_KIND =
            Map.ofEntries(
                    Map.entry("fentry", "FentryProgram"),
                    Map.entry("fentry.s", "FentryProgram"),
                    Map.entry("fexit", "FexitProgram"),
                    Map.entry("fexit.s", "FexitProgram"),
                    Map.entry("fmod_ret", "FmodRetProgram"),
                    Map.entry("fmod_ret.s", "FmodRetProgram"),
                    Map.entry("kprobe", "KprobeProgram"),
                    Map.entry("kretprobe", "KretprobeProgram"),
                    Map.entry("kprobe.multi", "KprobeMultiProgram"),
                    Map.entry("kretprobe.multi", "KretprobeMultiProgram"),
                    Map.entry("raw_tp", "RawTracepointProgram"),
                    Map.entry("raw_tracepoint", "RawTracepointProgram"),
                    Map.entry("tp_btf", "BtfTracepointProgram"),
                    Map.entry("tp", "TracepointProgram"),
                    Map.entry("tracepoint", "TracepointProgram"),
                    Map.entry("syscall", "SyscallProgram"));

    private static final String OTHER = "OtherProgram";

    private final Predicate<String> exists;

    /// @param exists whether the core on the class path has a class of this full name: an older one
    ///   treats kinds that it does not know as [#OTHER]
    public ProgramClasses(Predicate<String> exists) {
        this.exists = exists;
    }

    /// The class for a program in `section`.
    ClassName of(String section) {
        // A question mark only tells libbpf not to load the program unless asked to.
        String name = section.startsWith("?") ? section.substring(1) : section;
        int slash = name.indexOf('/');
        String kind = slash < 0 ? name : name.substring(0, slash);
        ClassName type = ClassName.get(CoreTypes.PACKAGE, BY_KIND.getOrDefault(kind, OTHER));
        return exists.test(type.canonicalName()) ? type : ClassName.get(CoreTypes.PACKAGE, OTHER);
    }
}
