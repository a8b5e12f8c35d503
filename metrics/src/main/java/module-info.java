/// The probes' meters for Micrometer: [io.fentry4j.micrometer.UnlinkMetrics].
// Micrometer's jars name their modules in the manifest only; the names are theirs to keep.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module io.fentry4j.micrometer {
    requires io.fentry4j.core;
    requires transitive io.fentry4j.unlink;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports io.fentry4j.micrometer;
}
