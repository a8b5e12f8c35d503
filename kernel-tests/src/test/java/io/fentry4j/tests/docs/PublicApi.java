package io.fentry4j.tests.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Finds what a module shows to others and does not describe: types, constructors, methods, fields
/// and constants of its exported packages without Javadoc, and components of records without
/// `@param`.
///
/// What overrides something has the comment of what it overrides: so do components that a method of
/// an interface in the same file asks for. A record's canonical constructor has the comment of the
/// record.
final class PublicApi extends TreePathScanner<Void, Void> {

    private final Path root;
    private final DocTrees trees;
    private final List<String> undescribed;

    private PublicApi(Path root, DocTrees trees, List<String> undescribed) {
        this.root = root;
        this.trees = trees;
        this.undescribed = undescribed;
    }

    /// One text each: `FILE:LINE: NAME has no Javadoc`.
    ///
    /// @param root what the files are named from
    /// @param sources the folder with the module's `module-info.java`
    static List<String> undescribed(Path root, Path sources) throws IOException {
        List<String> undescribed = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (String exported : exports(sources.resolve("module-info.java"))) {
            try (Stream<Path> found = Files.list(sources.resolve(exported.replace('.', '/')))) {
                found.filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        if (!files.isEmpty()) {
            JavacTask task = task(files);
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new PublicApi(root, trees, undescribed).scan(new TreePath(unit), null);
            }
        }
        return undescribed;
    }

    private static Set<String> exports(Path moduleInfo) throws IOException {
        CompilationUnitTree unit = task(List.of(moduleInfo)).parse().iterator().next();
        return unit.getModule().getDirectives().stream()
                .filter(directive -> directive instanceof ExportsTree)
                .map(directive -> (ExportsTree) directive)
                .filter(exports -> exports.getModuleNames() == null)
                .map(exports -> exports.getPackageName().toString())
                .collect(Collectors.toSet());
    }

    private static JavacTask task(List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        return (JavacTask)
                compiler.getTask(
                        null,
                        manager,
                        null,
                        List.of("-proc:none"),
                        null,
                        manager.getJavaFileObjectsFromPaths(files));
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
        if (!isShown(type.getModifiers())) {
            return null;
        }
        DocCommentTree comment = describe(type.getSimpleName().toString());
        if (type.getKind() == Tree.Kind.RECORD && comment != null) {
            describeComponents(type, comment);
        }
        return super.visitClass(type, null);
    }

    private void describeComponents(ClassTree record, DocCommentTree comment) {
        Set<String> described =
                comment.getBlockTags().stream()
                        .filter(tag -> tag instanceof ParamTree)
                        .map(tag -> ((ParamTree) tag).getName().toString())
                        .collect(Collectors.toSet());
        components(record)
                .filter(component -> !described.contains(component.getName().toString()))
                .filter(component -> !isInherited(record, component))
                .forEach(component ->
                        report(
                                "component %s of %s"
                                        .formatted(component.getName(), record.getSimpleName())));
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        boolean overrides =
                method.getModifiers().getAnnotations().stream()
                        .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
        if (isShown(method.getModifiers()) && !overrides && !isCanonical(method)) {
            String name =
                    method.getReturnType() == null
                            ? enclosing().getSimpleName().toString()
                            : method.getName().toString();
            describe(name + "()");
        }
        return null; // what is inside of it is nobody else's
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
        if (isShown(field.getModifiers())) {
            describe(field.getName().toString());
        }
        return null;
    }

    /// Whether an interface of the same file, above this type, has a method of the component's
    /// name.
    private boolean isInherited(ClassTree type, VariableTree component) {
        return type.getImplementsClause().stream()
                .flatMap(name -> typesOfThisFile(name.toString()))
                .anyMatch(above -> declares(above, component) || isInherited(above, component));
    }

    private static boolean declares(ClassTree type, VariableTree component) {
        return type.getMembers().stream()
                .anyMatch(member ->
                        member instanceof MethodTree method
                                && method.getParameters().isEmpty()
                                && method.getName().equals(component.getName()));
    }

    private Stream<ClassTree> typesOfThisFile(String name) {
        return getCurrentPath().getCompilationUnit().getTypeDecls().stream()
                .flatMap(PublicApi::withNested)
                .filter(type -> type.getSimpleName().contentEquals(name));
    }

    private static Stream<ClassTree> withNested(Tree member) {
        return member instanceof ClassTree type
                ? Stream.concat(
                        Stream.of(type), type.getMembers().stream().flatMap(PublicApi::withNested))
                : Stream.empty();
    }

    private boolean isCanonical(MethodTree method) {
        return enclosing().getKind() == Tree.Kind.RECORD
                && method.getReturnType() == null
                && names(method.getParameters().stream()).equals(names(components(enclosing())));
    }

    private static List<String> names(Stream<? extends VariableTree> variables) {
        return variables.map(variable -> variable.getName().toString()).toList();
    }

    /// A record has no other fields that are not static.
    private static Stream<VariableTree> components(ClassTree record) {
        return record.getMembers().stream()
                .filter(member -> member instanceof VariableTree)
                .map(member -> (VariableTree) member)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC));
    }

    private ClassTree enclosing() {
        return (ClassTree) getCurrentPath().getParentPath().getLeaf();
    }

    /// Members of an interface or annotation are public unless they are private.
    private boolean isShown(ModifiersTree modifiers) {
        Tree parent = getCurrentPath().getParentPath().getLeaf();
        boolean ofInterface =
                parent.getKind() == Tree.Kind.INTERFACE
                        || parent.getKind() == Tree.Kind.ANNOTATION_TYPE;
        Set<Modifier> flags = modifiers.getFlags();
        return ofInterface
                ? !flags.contains(Modifier.PRIVATE)
                : flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
    }

    private DocCommentTree describe(String name) {
        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
        if (comment == null || comment.getFirstSentence().isEmpty()) {
            report(name);
        }
        return comment;
    }

    private void report(String name) {
        CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
        long at = trees.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf());
        Path file = Path.of(unit.getSourceFile().toUri());
        undescribed.add(
                "%s:%d: %s has no Javadoc"
                        .formatted(
                                root.relativize(file), unit.getLineMap().getLineNumber(at), name));
    }
}
