package io.fentry4j.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/// A compiler that does not show its sources: ECJ, or an IDE that wraps javac's environment.
class OtherCompilerTest {

    /// Runs the processor in an environment that is not javac's own.
    private static final class Wrapping extends AbstractProcessor {

        private final BpfProcessor processor = new BpfProcessor();

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            super.init(environment);
            processor.init(
                    (ProcessingEnvironment)
                            Proxy.newProxyInstance(
                                    getClass().getClassLoader(),
                                    new Class<?>[] {ProcessingEnvironment.class},
                                    (proxy, method, arguments) -> {
                                        try {
                                            return method.invoke(environment, arguments);
                                        } catch (InvocationTargetException e) {
                                            throw e.getCause();
                                        }
                                    }));
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return processor.getSupportedAnnotationTypes();
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return processor.getSupportedSourceVersion();
        }

        @Override
        @SuppressWarnings("DoNotClaimAnnotations") // as the processor under test does
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            return processor.process(annotations, round);
        }
    }

    private static Compilation compile(JavaFileObject file) {
        return Compiler.javac()
                .withProcessors(new Wrapping())
                .withOptions("-Xlint:all")
                .withClasspath(List.of(Sources.core()))
                .compile(file);
    }

    @Test
    void a_program_compiles() {
        assertThat(compile(Sources.unlink("")).diagnostics()).isEmpty();
    }

    @Test
    void an_error_is_at_the_type_and_counts_lines_from_the_start_of_the_text() {
        var compilation = compile(Sources.unlink("int x = oops;\n"));
        assertThat(compilation.errors()).hasSize(1);
        var error = compilation.errors().getFirst();
        assertThat(error.getMessage(Locale.ROOT))
                .isEqualTo("[ClangError] in EBPF_PROGRAM:2:9: use of undeclared identifier 'oops'");
        assertThat(error.getLineNumber()).isEqualTo(6);
    }
}
