package io.fentry4j.compiler.clang;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A machine that BPF programs are compiled for: BPF itself is the same everywhere, but libbpf's
/// macros for kprobes must know the machine's registers.
public enum Arch {
    X86("x86", "x86_64-linux-gnu"),
    ARM64("arm64", "aarch64-linux-gnu");

    private final String macro;
    private final String triple;

    Arch(String macro, String triple) {
        this.macro = macro;
        this.triple = triple;
    }

    /// The machine of a name as Java, the kernel or Debian gives it.
    static Optional<Arch> of(String name) {
        return switch (name) {
            case "x86", "x86_64", "amd64" -> Optional.of(X86);
            case "arm64", "aarch64" -> Optional.of(ARM64);
            default -> Optional.empty();
        };
    }

    /// The macro that libbpf's `bpf_tracing.h` asks for.
    String define() {
        return "__TARGET_ARCH_" + macro;
    }

    /// Where Debian keeps this machine's `asm/` headers, natively or for a cross compiler.
    List<Path> headerDirectories() {
        return List.of(Path.of("/usr/include", triple), Path.of("/usr", triple, "include"));
    }
}
