package io.fentry4j.compiler;

import io.fentry4j.compiler.clang.Clang;
import io.fentry4j.compiler.clang.Options;
import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Finding;
import io.fentry4j.compiler.report.Problem;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/// Compiles the C of each type with `@BPF`.
///
/// javac never sees an exception of it: what goes wrong becomes a message at the type or at the
/// line of the C.
public final class BpfProcessor extends AbstractProcessor {

    static final String ANNOTATION = "io.fentry4j.annotation.BPF";

    private @Nullable Session session;
    private boolean machineLacksSomething;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(ANNOTATION);
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Options.NAMES;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        // Nothing here depends on new syntax: a newer compiler shall not warn.
        return SourceVersion.latest();
    }

    /// Claims the annotation, which is nobody else's: javac's `-Xlint:processing` warns of
    /// annotations that no processor claims, and our users build with `-Werror`.
    @Override
    @SuppressWarnings("DoNotClaimAnnotations")
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (TypeElement type :
                    ElementFilter.typesIn(round.getElementsAnnotatedWith(annotation))) {
                if (!machineLacksSomething) {
                    process(type);
                }
            }
        }
        return true;
    }

    private void process(TypeElement type) {
        var reporter = new Reporter(processingEnv.getMessager(), type);
        try {
            session().compile(type, reporter);
        } catch (CompileFailure e) {
            machineLacksSomething =
                    e.findings().stream().anyMatch(f -> f.problem().concernsMachine());
            reporter.report(e.findings());
        } catch (RuntimeException | LinkageError e) {
            reporter.report(List.of(internal(type, e)));
        }
    }

    private Session session() {
        Session current = session;
        if (current == null) {
            var clang = new Clang(Options.of(processingEnv.getOptions()));
            current = new Session(processingEnv, clang);
            session = current;
        }
        return current;
    }

    private static Finding internal(TypeElement type, Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return Finding.error(null, Problem.INTERNAL, type.getSimpleName(), e + where);
    }
}
