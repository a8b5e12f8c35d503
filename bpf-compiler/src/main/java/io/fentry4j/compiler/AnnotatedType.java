package io.fentry4j.compiler;

import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Problem;
import io.fentry4j.compiler.write.Visibility;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

/// A type with `@BPF`, checked.
///
/// @param name the simple name, also of a nested type
/// @param text the value of EBPF_PROGRAM
record AnnotatedType(
        TypeElement element,
        String name,
        String packageName,
        Visibility visibility,
        String license,
        VariableElement constant,
        String text) {

    private static final String CONSTANT = "EBPF_PROGRAM";

    /// The name of the skeleton.
    String skeletonName() {
        return name + "Bpf";
    }

    /// The file name of the object, a resource in the type's package.
    String resource() {
        return name + ".bpf.o";
    }

    /// Checks a type.
    ///
    /// @throws CompileFailure if C cannot be compiled for it
    static AnnotatedType of(TypeElement type, PackageElement packageElement) {
        String name = type.getSimpleName().toString();
        checkReachable(type);
        String license = license(type);
        VariableElement constant =
                ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
                        .filter(field -> field.getSimpleName().contentEquals(CONSTANT))
                        .findFirst()
                        .orElseThrow(() -> new CompileFailure(Problem.NO_PROGRAM_TEXT, name));
        if (!(constant.getConstantValue() instanceof String text)
                || !constant.getModifiers().contains(Modifier.STATIC)) {
            throw new CompileFailure(Problem.TEXT_NOT_CONSTANT, name);
        }
        if (text.isBlank()) {
            throw new CompileFailure(Problem.TEXT_EMPTY, name);
        }
        return new AnnotatedType(
                type,
                name,
                packageElement.getQualifiedName().toString(),
                visibility(type),
                license,
                constant,
                text);
    }

    private static void checkReachable(TypeElement type) {
        for (Element e = type; e instanceof TypeElement outer; e = e.getEnclosingElement()) {
            if (outer.getNestingKind() == NestingKind.LOCAL) {
                throw new CompileFailure(
                        Problem.TYPE_NOT_REACHABLE, type.getSimpleName(), "local to a method");
            }
            if (outer.getModifiers().contains(Modifier.PRIVATE)) {
                throw new CompileFailure(
                        Problem.TYPE_NOT_REACHABLE,
                        type.getSimpleName(),
                        outer.equals(type) ? "private" : "in the private " + outer.getSimpleName());
            }
        }
    }

    /// Public only if all types around it are.
    private static Visibility visibility(TypeElement type) {
        for (Element e = type; e instanceof TypeElement outer; e = e.getEnclosingElement()) {
            if (!outer.getModifiers().contains(Modifier.PUBLIC)) {
                return Visibility.PACKAGE;
            }
        }
        return Visibility.PUBLIC;
    }

    private static String license(TypeElement type) {
        String license =
                type.getAnnotationMirrors().stream()
                        .filter(AnnotatedType::isBpf)
                        .flatMap(mirror -> mirror.getElementValues().entrySet().stream())
                        .filter(entry -> entry.getKey().getSimpleName().contentEquals("license"))
                        .map(entry -> entry.getValue().getValue().toString())
                        .findFirst()
                        .orElse("");
        boolean printable = license.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (license.isBlank() || !printable) {
            throw new CompileFailure(Problem.LICENSE_EMPTY, type.getSimpleName(), license);
        }
        return license;
    }

    private static boolean isBpf(AnnotationMirror mirror) {
        return mirror.getAnnotationType().asElement() instanceof TypeElement annotation
                && annotation.getQualifiedName().contentEquals(BpfProcessor.ANNOTATION);
    }
}
