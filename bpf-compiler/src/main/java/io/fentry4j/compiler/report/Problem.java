package io.fentry4j.compiler.report;

/// What can be wrong with a `@BPF` type or with the machine that compiles it.
///
/// Each message says what was asked for, what was seen and what to do about it.
public enum Problem {
    NO_PROGRAM_TEXT(
            "NoProgramText",
            "@BPF on %s: it has no field EBPF_PROGRAM. Declare the C program as a constant:"
                    + " static final String EBPF_PROGRAM = \"\"\"...\"\"\""),
    TEXT_NOT_CONSTANT(
            "TextNotConstant",
            "@BPF on %s: EBPF_PROGRAM is not a compile-time constant of type String. Make it a"
                    + " static final String with a text block, or literals and constants joined"
                    + " by +"),
    TEXT_EMPTY(
            "TextEmpty",
            "@BPF on %s: EBPF_PROGRAM is blank. Put the C program into it, starting with"
                    + " #include \"fentry4j.h\""),
    NO_PROGRAM(
            "NoProgram",
            "compile %s: the C has no BPF program. Give a function that is not static a section,"
                    + " such as SEC(\"fentry/do_unlinkat\")"),
    TYPE_NOT_REACHABLE(
            "TypeNotReachable",
            "@BPF on %s: the type is %s, so the generated class could not be used beside it. Make"
                    + " it a top-level type or a nested type that is not private"),
    LICENSE_EMPTY(
            "LicenseEmpty",
            "@BPF on %s: license is \"%s\". Name the license for the kernel, such as \"GPL\" or"
                    + " \"Dual BSD/GPL\", in printable ASCII"),
    LICENSE_TWICE(
            "LicenseTwice",
            "compile %s: the C has a license of its own in `%s`. Remove it: the license comes from"
                    + " @BPF(license = \"%s\")"),
    CLANG_MISSING(
            "ClangMissing",
            "clang was not found: %s. Install clang %d or later (apt-get install clang, dnf install"
                    + " clang), or name one with -Afentry4j.clang=PATH"),
    CLANG_TOO_OLD(
            "ClangTooOld",
            "clang is too old: %s. Install clang %d or later (apt-get install clang, dnf install"
                    + " clang), or name one with -Afentry4j.clang=PATH"),
    CLANG_WITHOUT_BPF(
            "ClangWithoutBpf",
            "clang cannot compile for BPF: it says '%s'. Install a clang that was built with the BPF"
                    + " target (apt-get install clang, dnf install clang), or name one with"
                    + " -Afentry4j.clang=PATH"),
    CLANG_FAILED(
            "ClangFailed",
            "compile %s: %s %s and named no error in the C.%s Try another version of clang with"
                    + " -Afentry4j.clang=PATH"),
    CLANG_TIMEOUT(
            "ClangTimeout",
            "compile %s: %s did not end within %d s and was stopped. Look for a macro or template"
                    + " that grows without bound, or give it more time with"
                    + " -Afentry4j.clang.timeout=SECONDS"),
    CLANG_ERROR("ClangError", "%s"),
    CLANG_WARNING("ClangWarning", "%s"),
    LIBBPF_HEADERS_MISSING(
            "LibbpfHeadersMissing",
            "the header <%s> of libbpf was not found by clang. Install libbpf's development files"
                    + " (apt-get install libbpf-dev, dnf install libbpf-devel)"),
    KERNEL_HEADERS_MISSING(
            "KernelHeadersMissing",
            "the kernel header <%s> was not found by clang. Install the kernel's user-space headers"
                    + " (apt-get install linux-libc-dev, dnf install kernel-headers)"),
    VMLINUX_NOT_NAMED(
            "VmlinuxNotNamed",
            "the C includes \"vmlinux.h\", but no kernel is named to take the types from. Name a"
                    + " file with BTF, -Afentry4j.vmlinux=PATH, or include \"fentry4j.h\" alone: it"
                    + " has the most used types. The running kernel's types are never taken"
                    + " silently"),
    VMLINUX_UNREADABLE(
            "VmlinuxUnreadable",
            "write vmlinux.h from the BTF of %s: %s. Give -Afentry4j.vmlinux a readable file with"
                    + " BTF (raw, or an ELF file with a .BTF section)"),
    BPFTOOL_MISSING(
            "BpftoolMissing",
            "bpftool was not found on the PATH nor in /usr/sbin or /sbin; it writes vmlinux.h for"
                    + " -Afentry4j.vmlinux. Install it (apt-get install bpftool, dnf install"
                    + " bpftool)"),
    BAD_OPTION("BadOption", "the processor option -A%s has the value \"%s\"; %s"),
    UNSUPPORTED_TYPE(
            "UnsupportedType",
            "write a Java type for `%s`: %s has the type `%s`, %s. Use another type for it"),
    TOO_MANY_MEMBERS(
            "TooManyMembers",
            "write a record for `%s`: its %d members take %d parameter slots, and a Java"
                    + " constructor has no more than 254. Put some of the members into a struct of"
                    + " their own"),
    NAME_CLASH("NameClash", "write %s for %s: %s. Rename one of them in the C"),
    WRITE_FAILED("WriteFailed", "write %s: %s. Check that the output directory can be written"),
    INTERNAL(
            "Internal",
            "compile %s: the compiler itself failed: %s. Please report this with the C program"
                    + " to the project");

    private final String id;
    private final String message;

    Problem(String id, String message) {
        this.id = id;
        this.message = message;
    }

    /// The stable name in square brackets that starts each message.
    public String id() {
        return id;
    }

    /// Whether it is the machine that lacks something, so that one message is enough for all types.
    public boolean concernsMachine() {
        return switch (this) {
            case CLANG_MISSING,
                    CLANG_TOO_OLD,
                    CLANG_WITHOUT_BPF,
                    LIBBPF_HEADERS_MISSING,
                    KERNEL_HEADERS_MISSING,
                    BPFTOOL_MISSING,
                    VMLINUX_UNREADABLE,
                    BAD_OPTION ->
                    true;
            default -> false;
        };
    }

    /// The message with its values filled in.
    public String text(Object... values) {
        return "[" + id + "] " + message.formatted(values);
    }
}
