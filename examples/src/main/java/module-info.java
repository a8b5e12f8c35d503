/// The command line `fentry4j`: [io.fentry4j.examples.cli.Main], and examples to copy.
// Micrometer's jars name their modules in the manifest only.
@SuppressWarnings("requires-automatic")
@org.jspecify.annotations.NullMarked
module io.fentry4j.examples {
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires io.fentry4j.core;
    requires io.fentry4j.jfr;
    requires io.fentry4j.micrometer;
    requires io.fentry4j.unlink;
    requires jdk.httpserver;
    requires micrometer.registry.prometheus;
    requires static org.jspecify;

    opens io.fentry4j.examples.cli to
            info.picocli;
    opens io.fentry4j.examples.cli.completion to
            info.picocli;
    opens io.fentry4j.examples.cli.doctor to
            info.picocli;
    opens io.fentry4j.examples.cli.run to
            info.picocli;
    opens io.fentry4j.examples.cli.list to
            info.picocli;
    opens io.fentry4j.examples.cli.signature to
            info.picocli;
    opens io.fentry4j.examples.cli.trace to
            info.picocli;
    opens io.fentry4j.examples.cli.tracepipe to
            info.picocli;
    opens io.fentry4j.examples.cli.unlink to
            info.picocli;
}
