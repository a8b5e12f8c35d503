package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that other modules can use is described.
class PublicApiTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir private Path folder;

    @Test
    void everything_public_in_an_exported_package_has_javadoc() throws IOException {
        List<Path> modules;
        try (Stream<Path> folders = Files.list(ROOT)) {
            modules =
                    folders.map(module -> module.resolve("src/main/java"))
                            .filter(sources -> Files.exists(sources.resolve("module-info.java")))
                            .toList();
        }
        assertThat(modules).contains(ROOT.resolve("core/src/main/java"));

        List<String> undescribed = new ArrayList<>();
        for (Path sources : modules) {
            undescribed.addAll(PublicApi.undescribed(ROOT, sources));
        }
        assertThat(String.join("\n", undescribed)).isEmpty();
    }

    @Test
    void what_has_none_is_named_with_its_line() throws IOException {
        write("module-info.java", "module m { exports a; exports b to c; }");
        write("b/Friend.java", "package b;\npublic class Friend {}\n");
        write("internal/Hidden.java", "package internal;\npublic class Hidden {}\n");
        write("a/package-info.java", "package a;\n");
        write(
                "a/Api.java",
                """
                package a;

                public class Api {
                    public Api() {}
                    public void method() {}
                    protected int field;
                    private void ours() {}
                    void neighbours() {}
                    @Override public String toString() { return ""; }
                    /// Described.
                    public void described() {}
                    // Not for readers of the documentation.
                    public void commented() {}
                    /// Numbers.
                    ///
                    /// @param x one of them
                    public record Pair(int x, int y) {
                        /// A constant.
                        public static final int C = 1;
                        public Pair { x++; }
                        /// One twice.
                        public Pair(int x) { this(x, x); }
                    }
                    /// Choices.
                    public enum Choice { A, /** Described. */ B }
                    /// A point, whose x is described by what has one.
                    public record Point(int x) implements HasX {}
                    /// What has an x.
                    public interface HasX { /** Its x. */ int x(); }
                    /// To implement.
                    public interface Callback { void call(); int CONSTANT = 1; }
                    private interface Own { void call(); }
                }
                """);

        assertThat(PublicApi.undescribed(folder, folder))
                .containsExactly(
                        "a/Api.java:3: Api has no Javadoc",
                        "a/Api.java:4: Api() has no Javadoc",
                        "a/Api.java:5: method() has no Javadoc",
                        "a/Api.java:6: field has no Javadoc",
                        "a/Api.java:13: commented() has no Javadoc",
                        "a/Api.java:17: component y of Pair has no Javadoc",
                        "a/Api.java:25: A has no Javadoc",
                        "a/Api.java:31: call() has no Javadoc",
                        "a/Api.java:31: CONSTANT has no Javadoc");
    }

    @Test
    void a_module_that_exports_nothing_has_nothing_to_describe() throws IOException {
        write("module-info.java", "module m { exports b to c; }");
        write("b/Friend.java", "package b;\npublic class Friend {}\n");

        assertThat(PublicApi.undescribed(folder, folder)).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
