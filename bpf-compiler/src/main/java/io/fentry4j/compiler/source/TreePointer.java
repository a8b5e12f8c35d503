package io.fentry4j.compiler.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Makes a tree that stands at a given character.
///
/// javac prints a message at the position of a tree of the file, and a whole text block is one
/// tree. Its public API has no other way to name a position, so a file of blanks is parsed that has
/// its only tree at the wanted character; only the number in it is used.
final class TreePointer {

    private TreePointer() {}

    /// A tree whose position is `offset`.
    static Tree at(int offset) {
        String code = " ".repeat(offset) + "class A {}";
        var file =
                new SimpleJavaFileObject(URI.create("mem:///A.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        var task =
                (JavacTask)
                        ToolProvider.getSystemJavaCompiler()
                                .getTask(
                                        null,
                                        null,
                                        ignored -> {},
                                        List.of("-proc:none"),
                                        null,
                                        List.of(file));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            return unit.getTypeDecls().getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
