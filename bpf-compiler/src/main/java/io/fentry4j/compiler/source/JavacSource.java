package io.fentry4j.compiler.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.Trees;
import io.fentry4j.compiler.report.JavaSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.tools.Diagnostic;

/// A Java file that javac is compiling.
///
/// @param unit the file's tree, which javac counts lines for
record JavacSource(Trees trees, CompilationUnitTree unit) implements JavaSource {

    @Override
    public String name() {
        String path = unit.getSourceFile().getName();
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    @Override
    public Optional<Path> directory() {
        URI uri = unit.getSourceFile().toUri();
        return "file".equals(uri.getScheme())
                ? Optional.ofNullable(Path.of(uri).getParent())
                : Optional.empty();
    }

    @Override
    public int line(int offset) {
        return (int) unit.getLineMap().getLineNumber(offset);
    }

    @Override
    public void print(Diagnostic.Kind kind, String message, int offset) {
        Tree pointer = TreePointer.at(offset);
        trees.printMessage(kind, message, pointer, unit);
    }
}
