package io.fentry4j.testkit.internal.protocol;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/// What the JVM inside is told. The end of the orders is the end of that JVM.
public sealed interface Order extends Serializable {

    /// Comes first: the system properties of the JVM here.
    record Prepare(Map<String, String> systemProperties) implements Order {}

    /// Run these tests.
    ///
    /// @param uniqueIds Jupiter's
    /// @param parameters configuration parameters of JUnit's
    record Run(List<String> uniqueIds, Map<String, String> parameters) implements Order {}

    /// Tell where the threads stand.
    record ShowThreads() implements Order {}
}
