/// The annotation processor that compiles the C of a `@BPF` type.
///
/// For a type `Unlink` with a constant `EBPF_PROGRAM` it writes
///
/// - `Unlink.bpf.o`, the CO-RE object, a class-path resource beside the class,
/// - `UnlinkBpf`, the skeleton: one member for each program, map and global variable,
/// - a record for each C struct, and an enum for each C enum, that reaches user space: the records
///   of ring buffers, keys and values of maps, global variables, and what `RECORD(…)` names.
///
/// The steps are packages: `source` finds the C and its lines in the Java file, `clang` compiles
/// it, `object` reads the result into `model`, `write` turns that into Java; `report` has the
/// messages of all of them. The same input gives the same bytes, wherever and whenever it is
/// compiled.
///
/// ## C in Java
///
/// The text is a compile-time constant: a text block, literals joined by `+`, or other constants.
/// It includes `fentry4j.h` and declares no license, which comes from the annotation. A header
/// beside the Java file can be included with quotes. clang's messages appear at the character of
/// the C in the Java file under javac, also through escapes and joined constants of other source
/// files; for a part that is no string literal (a number in a concatenation, a constant from a
/// jar), and under other compilers, they appear at the type and count lines from the start of the
/// text. The verifier and `bpftool` show the Java file's lines as well.
///
/// ## C and Java types
///
/// | C | Java |
/// | --- | --- |
/// | `bool` | `boolean` |
/// | `__s8`, `char` | `byte` |
/// | `__s16` | `short` |
/// | `__u8`, `__u16`, `__s32` | `int` |
/// | `__u32`, `__s64` | `long` |
/// | `__u64`, pointers | `long` with the same bits, see [Long#toUnsignedString(long)] |
/// | `float`, `double` | the same |
/// | `char[N]` | [io.fentry4j.data.KernelString], up to the first NUL |
/// | `__u8[N]`, a union | `byte[]` |
/// | `enum e` | an enum with `value()`, `of(…)` and `UNRECOGNIZED` |
/// | `struct s` | a record; members of anonymous structs inside are its own |
/// | arrays of numbers | arrays, also nested ones |
/// | arrays of structs, enums, strings | unmodifiable lists |
/// | a flexible array at the end | the same without a length: what is left of the record |
/// | bit fields | as their declared type |
///
/// Names are turned into Java's: `struct unlink_event` is `UnlinkEvent`, `start_ns` is `startNs`. A
/// name that Java does not allow there has an underscore behind it, and a type that would hide one
/// of `java.lang` is called `ProcessRecord` or `ProcessEnum`.
///
/// ## Options
///
/// | option | meaning |
/// | --- | --- |
/// | `-Afentry4j.clang=PATH` | the clang to run instead of the newest on the PATH |
/// | `-Afentry4j.clang.timeout=SECONDS` | how long it may run; 60 |
/// | `-Afentry4j.arch=x86` or `arm64` | the machine whose registers kprobes read; the build machine |
/// | `-Afentry4j.vmlinux=PATH` | a kernel's BTF, from which bpftool writes `vmlinux.h` |
package io.fentry4j.compiler;
