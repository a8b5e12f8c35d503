package io.fentry4j.testkit.internal.protocol;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;

/// What the JVM inside tells, in the order in which it happens. Unique ids are Jupiter's.
public sealed interface Report extends Serializable {

    /// It is there, on this kernel.
    record Ready(String kernelRelease) implements Report {}

    /// A test came up while its container ran.
    record Registered(
            String parentId,
            String id,
            String displayName,
            String reportingName,
            TestDescriptor.Type type,
            @Nullable TestSource source,
            Set<String> tags)
            implements Report {}

    record Skipped(String id, String reason) implements Report {}

    record Started(String id) implements Report {}

    record Finished(String id, Status status, @Nullable SentThrowable throwable)
            implements Report {}

    /// A report entry of a test's.
    record Published(String id, Map<String, String> entry) implements Report {}

    /// What was printed.
    ///
    /// @param error to `System.err`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Output(boolean error, byte[] bytes) implements Report {}

    /// Where the threads stand.
    ///
    /// @param main the stack of the thread that runs the tests
    /// @param all a dump of all threads
    record Threads(List<StackTraceElement> main, String all) implements Report {}

    /// The [Order.Run] has ended.
    ///
    /// @param failure what kept Jupiter from running the tests
    record Done(@Nullable SentThrowable failure) implements Report {}

    /// No more reports come. The receiving side notes it; it is not sent.
    record Ended() implements Report {}
}
