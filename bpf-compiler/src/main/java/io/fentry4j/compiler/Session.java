package io.fentry4j.compiler;

import com.palantir.javapoet.ClassName;
import io.fentry4j.compiler.clang.Clang;
import io.fentry4j.compiler.clang.CompiledC;
import io.fentry4j.compiler.model.JavaType;
import io.fentry4j.compiler.model.ObjectModel;
import io.fentry4j.compiler.object.ObjectReader;
import io.fentry4j.compiler.report.JavaSource;
import io.fentry4j.compiler.source.CFile;
import io.fentry4j.compiler.source.ProgramText;
import io.fentry4j.compiler.source.ProgramTextReader;
import io.fentry4j.compiler.write.ProgramClasses;
import io.fentry4j.compiler.write.SourceWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/// One run of javac: takes each annotated type through the steps.
///
/// text and its places → clang → object → model → sources and resource
final class Session {

    private final Elements elements;
    private final ProgramTextReader texts;
    private final Clang clang;
    private final Output output;

    Session(ProcessingEnvironment environment, Clang clang) {
        this.elements = environment.getElementUtils();
        this.texts = ProgramTextReader.of(environment);
        this.clang = clang;
        this.output = new Output(environment.getFiler());
    }

    /// Compiles the C of `element` and writes what belongs to it.
    ///
    /// @throws io.fentry4j.compiler.report.CompileFailure with what is wrong
    void compile(TypeElement element, Reporter reporter) {
        var type = AnnotatedType.of(element, elements.getPackageOf(element));
        ProgramText program = texts.read(type.constant(), type.text());
        CFile file = CFile.of(program, type.license(), type.name());
        CompiledC object = clang.compile(file, type.name(), headers(program), reporter::report);
        ObjectModel model = new ObjectReader(object, context(type, program)).read();
        write(type, object.elf(), model);
    }

    /// The directories of the Java files that have the C, for the project's own headers beside
    /// them.
    private static List<Path> headers(ProgramText program) {
        return program.pieces().stream()
                .map(ProgramText.Piece::source)
                .map(JavaSource::directory)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private ObjectReader.Context context(AnnotatedType type, ProgramText program) {
        return new ObjectReader.Context(
                type.name(),
                type.packageName(),
                type.skeletonName(),
                type.license(),
                program,
                name -> exists("java.lang." + name));
    }

    private boolean exists(String qualifiedName) {
        return elements.getTypeElement(qualifiedName) != null;
    }

    private void write(AnnotatedType type, byte[] object, ObjectModel model) {
        var sources = new SourceWriter(type.name(), type.visibility());
        for (JavaType javaType : model.types()) {
            output.source(javaType.name(), sources.write(javaType), javaType, type.element());
        }
        var skeleton = ClassName.get(type.packageName(), type.skeletonName());
        var programClasses = new ProgramClasses(this::exists);
        output.source(
                skeleton,
                sources.write(skeleton, type.resource(), model, programClasses),
                null,
                type.element());
        output.resource(type.packageName(), type.resource(), object, type.element());
    }
}
