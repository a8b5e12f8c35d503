package io.fentry4j.failure;

/// The kernel's verifier rejected a program.
public final class VerifierException extends BpfException {

    private static final long serialVersionUID = 1;

    private final String program;
    private final String summary;
    private final String verifierLog;

    /// @param program the name of the program's function in C
    /// @param summary the verifier's reason, one line
    /// @param verifierLog all that the verifier wrote
    public VerifierException(Failure failure, String program, String summary, String verifierLog) {
        super(failure, null);
        this.program = program;
        this.summary = summary;
        this.verifierLog = verifierLog;
    }

    /// The name of the rejected program.
    public String program() {
        return program;
    }

    /// The verifier's reason in one line.
    public String summary() {
        return summary;
    }

    /// The verifier's whole log: often many pages.
    public String verifierLog() {
        return verifierLog;
    }
}
