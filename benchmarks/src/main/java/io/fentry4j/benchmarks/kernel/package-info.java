/// What tracing costs in the kernel: empty programs of each kind, and whole tracers of deletions.
@org.jspecify.annotations.NullMarked
package io.fentry4j.benchmarks.kernel;
