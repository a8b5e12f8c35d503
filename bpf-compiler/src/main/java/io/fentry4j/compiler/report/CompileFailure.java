package io.fentry4j.compiler.report;

import java.io.Serial;
import java.util.List;

/// Ends the compilation of one `@BPF` type with messages for the user.
public final class CompileFailure extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    public CompileFailure(List<Finding> findings) {
        // No stack trace: this is an answer, and a wrong program is no exceptional case here.
        super(findings.getFirst().text(), null, false, false);
        this.findings = List.copyOf(findings);
    }

    /// A failure with one message about the type as a whole.
    public CompileFailure(Problem problem, Object... values) {
        this(List.of(Finding.error(null, problem, values)));
    }

    /// The messages, at least one of them an error.
    public List<Finding> findings() {
        return findings;
    }
}
