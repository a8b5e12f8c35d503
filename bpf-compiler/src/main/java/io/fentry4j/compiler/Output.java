package io.fentry4j.compiler;

import com.palantir.javapoet.ClassName;
import io.fentry4j.compiler.model.JavaType;
import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/// Hands sources and objects over to javac.
final class Output {

    private final Filer filer;

    /// What was written in this run: two programs may share a struct of one header.
    private final Map<ClassName, String> written = new HashMap<>();

    Output(Filer filer) {
        this.filer = filer;
    }

    /// Writes a type, unless the same was written before.
    ///
    /// @param origin the C type that it is for, null for a skeleton
    void source(ClassName name, String source, @Nullable JavaType origin, TypeElement element) {
        String before = written.putIfAbsent(name, source);
        if (source.equals(before)) {
            return;
        }
        String subject = origin == null ? "the skeleton" : "`" + origin.cName() + "`";
        if (before != null) {
            throw new CompileFailure(
                    Problem.NAME_CLASH,
                    name.simpleName(),
                    subject,
                    "another @BPF type of this package has one that differs in definition or"
                            + " visibility");
        }
        try (Writer writer = filer.createSourceFile(name.canonicalName(), element).openWriter()) {
            writer.write(source);
        } catch (FilerException e) {
            throw new CompileFailure(
                    Problem.NAME_CLASH,
                    name.simpleName(),
                    subject,
                    "the package already has a type of this name");
        } catch (IOException e) {
            throw new CompileFailure(Problem.WRITE_FAILED, name.canonicalName(), e);
        }
    }

    /// Writes an object beside the classes of its package.
    void resource(String packageName, String name, byte[] content, TypeElement element) {
        try (OutputStream out =
                filer.createResource(StandardLocation.CLASS_OUTPUT, packageName, name, element)
                        .openOutputStream()) {
            out.write(content);
        } catch (IOException e) {
            throw new CompileFailure(Problem.WRITE_FAILED, name, e);
        }
    }
}
