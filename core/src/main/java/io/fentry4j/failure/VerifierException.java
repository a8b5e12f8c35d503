package io.fentry4j.failure;

import java.util.Optional;

/// The kernel's verifier rejected a program.
public final class VerifierException extends BpfException {

    private static final long serialVersionUID = 1;

    private final String program;
    private final String summary;
    private final String verifierLog;
    private final transient Optional<SourcePosition> position;

    /// What the verifier said of one program.
    ///
    /// @param failure the operation, the cause and what to do
    /// @param program the name of the program's function in C
    /// @param summary the verifier's reason, one line
    /// @param verifierLog all that the verifier wrote
    /// @param position the source line of the rejected instruction, if it is known
    public VerifierException(
            Failure failure,
            String program,
            String summary,
            String verifierLog,
            Optional<SourcePosition> position) {
        super(failure, null);
        this.program = program;
        this.summary = summary;
        this.verifierLog = verifierLog;
        this.position = position;
    }

    /// The name of the rejected program.
    public String program() {
        return program;
    }

    /// The verifier's reason in one line.
    public String summary() {
        return summary;
    }

    /// The source line of the rejected instruction, for C in a Java class the line of the Java
    /// file; empty if the object was compiled without `-g`.
    public Optional<SourcePosition> position() {
        return position;
    }

    /// The verifier's whole log: often many pages.
    public String verifierLog() {
        return verifierLog;
    }
}
