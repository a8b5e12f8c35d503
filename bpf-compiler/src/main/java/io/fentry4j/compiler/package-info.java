/// The steps from a `@BPF` type to an object and Java sources, and the processor that takes them.
///
/// `source` finds the C and its lines in the Java file, `clang` compiles it, `object` reads the
/// result into `model`, `write` turns that into Java; `report` has the messages of all of them.
package io.fentry4j.compiler;
