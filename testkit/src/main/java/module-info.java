/// Runs JUnit tests on stock Linux kernels in QEMU: [io.fentry4j.testkit.OnKernel].
@org.jspecify.annotations.NullMarked
module io.fentry4j.testkit {
    requires transitive io.fentry4j.core;
    requires transitive org.junit.jupiter.api;
    requires java.management;
    requires org.junit.platform.engine;
    requires org.junit.platform.launcher;
    requires org.opentest4j;
    requires static org.jspecify;

    uses org.junit.platform.engine.TestEngine;

    exports io.fentry4j.testkit;

    opens io.fentry4j.testkit.internal.engine to
            org.junit.platform.commons;
    opens io.fentry4j.testkit.internal.fixture to
            org.junit.platform.commons;

    provides org.junit.platform.engine.TestEngine with
            io.fentry4j.testkit.internal.engine.KernelTestEngine;
    provides org.junit.platform.launcher.PostDiscoveryFilter with
            io.fentry4j.testkit.internal.engine.HideFromJupiter;
}
