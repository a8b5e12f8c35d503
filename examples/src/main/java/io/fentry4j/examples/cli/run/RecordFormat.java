package io.fentry4j.examples.cli.run;

import io.fentry4j.data.BtfValue;
import java.time.Instant;

/// How a record becomes a line that is safe to print on a terminal.
sealed interface RecordFormat permits RecordText, RecordJson {

    /// The line for a record that was decoded.
    ///
    /// @param time when it was read
    /// @param ring the ring buffer that it was in
    String line(Instant time, String ring, BtfValue record);

    /// The line for a record whose type is not known or that is too short for it.
    String line(Instant time, String ring, byte[] record);
}
