/// From the start of a program to its events, and what a consumer costs while it runs: the parts
/// that `benchmarks/report` starts as programs of their own.
@org.jspecify.annotations.NullMarked
package io.fentry4j.benchmarks.endtoend;
