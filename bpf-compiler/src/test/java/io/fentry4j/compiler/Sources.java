package io.fentry4j.compiler;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import io.fentry4j.annotation.BPF;
import java.io.File;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;

/// Compiles sources with the processor, and with every warning an error.
final class Sources {

    /// A fentry program, because a C without one is refused.
    static final String PROGRAM =
            """

            SEC("fentry/do_unlinkat")
            int BPF_PROG(on_unlink, int dfd, struct filename *name)
            {
                return 0;
            }
            """;

    /// A system property that names the clang to test with.
    private static final String CLANG = "fentry4j.test.clang";

    private Sources() {}

    /// `demo.Unlink` with this C, the header before it and [#PROGRAM] behind it.
    static JavaFileObject unlink(String c) {
        return type("Unlink", "#include \"fentry4j.h\"\n" + c + PROGRAM);
    }

    /// An interface in the package `demo` with exactly this C.
    static JavaFileObject type(String name, String c) {
        String text = c.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"");
        return java(
                "demo." + name,
                """
                package demo;

                import io.fentry4j.annotation.BPF;

                @BPF(license = "Dual BSD/GPL")
                interface %s {
                    String EBPF_PROGRAM = \"""
                %s\""";
                }
                """
                        .formatted(name, text));
    }

    /// A Java file as it is.
    static JavaFileObject java(String name, String source) {
        return JavaFileObjects.forSourceString(name, source);
    }

    /// Compiles files; a warning fails the compilation.
    static Compilation compile(JavaFileObject... files) {
        return compile(List.of("-Werror"), files);
    }

    /// Compiles files with these options and `-Xlint:all`.
    static Compilation compile(List<String> options, JavaFileObject... files) {
        List<String> all = new ArrayList<>(options);
        all.add("-Xlint:all");
        String clang = System.getProperty(CLANG);
        if (clang != null && options.stream().noneMatch(o -> o.startsWith("-Afentry4j.clang="))) {
            all.add("-Afentry4j.clang=" + clang);
        }
        return Compiler.javac()
                .withProcessors(new BpfProcessor())
                .withOptions(all)
                .withClasspath(List.of(core()))
                .compile(files);
    }

    /// Where the classes of the core are.
    static File core() {
        try {
            return new File(BPF.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
