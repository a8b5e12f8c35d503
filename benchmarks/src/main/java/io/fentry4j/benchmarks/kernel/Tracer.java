package io.fentry4j.benchmarks.kernel;

import java.util.OptionalLong;

/// Something that traces deletions while it is started.
interface Tracer {

    /// Its name in results and budgets.
    String name();

    /// Starts it, and returns when it sees each deletion.
    ///
    /// @throws TracerUnavailableException if that is not possible here
    Running start();

    /// A tracer that was started.
    interface Running extends AutoCloseable {

        /// Stops it.
        @Override
        void close();

        /// How many deletions it has told of, once it was closed; empty if it cannot be asked.
        OptionalLong told();
    }
}
