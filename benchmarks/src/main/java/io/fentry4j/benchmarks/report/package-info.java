/// Makes `docs/benchmarks.md` and its charts from the results of all benchmarks.
@org.jspecify.annotations.NullMarked
package io.fentry4j.benchmarks.report;
