package io.fentry4j.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a type whose constant `EBPF_PROGRAM` holds a BPF program in C.
///
/// The annotation processor `fentry4j-bpf-compiler` compiles the text with clang to a CO-RE object
/// (`TypeName.bpf.o`, a class-path resource beside the class) and writes `TypeNameBpf`, which has
/// one typed member for each program, map and global variable of the C. Each C struct that reaches
/// user space becomes a record. At run time neither the processor nor clang is needed.
///
/// ```java
/// @BPF(license = "Dual BSD/GPL")
/// interface Unlink {
///     String EBPF_PROGRAM = """
///             #include "fentry4j.h"
///             SEC("fentry/do_unlinkat")
///             int BPF_PROG(on_unlink, int dfd, struct filename *name) { return 0; }
///             """;
/// }
/// ```
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface BPF {

    /// The program's license, as the kernel reads it. Most tracing helpers want one that is
    /// compatible with the GPL: `GPL`, `Dual BSD/GPL`, `Dual MIT/GPL`.
    String license();
}
