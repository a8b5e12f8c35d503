/// What reading a record of a ring buffer costs in user space: this project's reader in its two
/// tiers, libbpf's C, and a reader that is called back from C for each record.
@org.jspecify.annotations.NullMarked
package io.fentry4j.benchmarks.reader;
