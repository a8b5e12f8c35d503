/// A record is a probe: calls of kernel functions as instances of a Java record, checked against
/// the running kernel's BTF, filtered in the kernel, without C and without a compiler.
///
/// [FunctionTracer] is where to start.
package io.fentry4j.trace;
