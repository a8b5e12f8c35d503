/// Traces Linux kernel functions with fentry and fexit: BPF objects, programs, maps, links, ring
/// buffer and BTF over the system's libbpf.
///
/// Native code is called from `io.fentry4j.internal` packages only; start the JVM with
/// `--enable-native-access=io.fentry4j.core` (or `ALL-UNNAMED` on the class path).
@SuppressWarnings(
        "module") // the compiler and the test kit, to which internals are exported, are built later
@org.jspecify.annotations.NullMarked
module io.fentry4j.core {
    requires static transitive org.jspecify;

    exports io.fentry4j;
    exports io.fentry4j.annotation;
    exports io.fentry4j.btf;
    exports io.fentry4j.data;
    exports io.fentry4j.doctor;
    exports io.fentry4j.failure;
    exports io.fentry4j.preflight;
    exports io.fentry4j.trace;
    exports io.fentry4j.tracelog;
    exports io.fentry4j.internal.elf to
            io.fentry4j.compiler;
    exports io.fentry4j.internal.linux to
            io.fentry4j.testkit;
}
