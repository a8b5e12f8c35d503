package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Origin;
import java.util.List;

/// A filter, cut at its outer `&&`: a call that fails any part makes no event.
record Filter(List<Part> parts) {

    static final Filter NONE = new Filter(List.of());

    Filter {
        parts = List.copyOf(parts);
    }

    /// A part that is answered on its own, as early as its values are known.
    record Part(Question question, Origin origin) {}
}
