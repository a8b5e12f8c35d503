package io.fentry4j.compiler.source;

import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.VariableElement;

/// Finds out where the C of a constant stands in the Java sources.
public interface ProgramTextReader {

    /// The constant's text with the place of each character, as far as it can be known.
    ProgramText read(VariableElement constant, String value);

    /// The reader for this compiler: javac shows its sources, another compiler may not.
    static ProgramTextReader of(ProcessingEnvironment environment) {
        try {
            return JavacTextReader.of(environment);
        } catch (LinkageError | IllegalArgumentException e) {
            // No module jdk.compiler, or an environment that is not javac's own (ECJ, wrappers).
            return (constant, value) -> ProgramText.unplaced(value);
        }
    }
}
