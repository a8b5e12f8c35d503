/// What recorders and metrics add to an event.
@org.jspecify.annotations.NullMarked
package io.fentry4j.benchmarks.observers;
