package io.fentry4j.btf;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// BTF that is missing, damaged or of a kind that this reader does not know.
///
/// The message names the operation, the offset in the BTF data and what was found there. Damaged
/// data may show only when the damaged type is asked for: types are decoded on demand.
public final class BtfException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    /// Damage that was found in the data itself.
    public BtfException(String message) {
        super(message);
    }

    /// Damage that shows by another exception, or BTF that could not be read.
    public BtfException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
