package io.fentry4j.tests.docs;

import io.fentry4j.tests.docs.MarkdownFile.Block;
import io.fentry4j.tests.docs.MarkdownFile.Evidence;
import io.fentry4j.tests.docs.MarkdownFile.Link;
import io.fentry4j.tests.docs.Region.Missing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds what is wrong with the Markdown files of a project: code that no test runs, code that
/// differs from the code that a test runs, links that lead nowhere, and tests that do not exist.
///
/// A block of any language but `text` has a line before it that says where its code comes from:
///
/// - `<!-- snippet: PATH#NAME -->`: it equals that [Region] of a file that is compiled and run by
///   tests;
/// - `<!-- step: NAME -->`, in [#WALK] only: `kernel-tests/newcomer/check` takes it from there.
final class DocumentCheck {

    /// The document whose steps are followed word by word.
    static final String WALK = "docs/guide.md";

    private final Path root;
    private final Map<String, String> tests;
    private final List<String> problems = new ArrayList<>();

    private DocumentCheck(Path root, Map<String, String> tests) {
        this.root = root;
        this.tests = tests;
    }

    /// One text a problem, beginning with `FILE:LINE: `.
    static List<String> problems(Path root) throws IOException {
        DocumentCheck check = new DocumentCheck(root, tests(root));
        for (Path file : documents(root)) {
            MarkdownFile document = MarkdownFile.read(file);
            for (Block block : document.blocks()) {
                check.code(document, block);
            }
            for (Link link : document.links()) {
                check.link(document, link);
            }
            for (Evidence evidence : document.evidence()) {
                check.evidence(document, evidence);
            }
        }
        return check.problems;
    }

    static List<Path> documents(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    /// The text of all test classes, by the name of the class; several can have one name.
    private static Map<String, String> tests(Path root) throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (Path file : testFiles(root)) {
            String name = file.getFileName().toString().replace(".java", "");
            tests.merge(name, Files.readString(file), String::concat);
        }
        return tests;
    }

    private static List<Path> testFiles(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path module : modules) {
                Path tests = module.resolve("src/test/java");
                if (Files.exists(tests)) {
                    try (Stream<Path> found = Files.walk(tests)) {
                        found.filter(file -> file.toString().endsWith("Test.java"))
                                .forEach(files::add);
                    }
                }
            }
        }
        return files;
    }

    private void problem(MarkdownFile document, int line, String text) {
        problems.add("%s:%d: %s".formatted(root.relativize(document.file()), line, text));
    }

    private void code(MarkdownFile document, Block block) throws IOException {
        String name = root.relativize(document.file()).toString();
        if (block.language().isEmpty()) {
            problem(document, block.line(), "a block without a language (`text` for output)");
        } else if (block.marker().equals("step")) {
            if (!name.equals(WALK)) {
                problem(document, block.line(), "a step outside of " + WALK);
            }
        } else if (block.marker().equals("snippet")) {
            snippet(document, block);
        } else if (!block.language().equals("text")) {
            problem(
                    document,
                    block.line(),
                    "a block of %s without a source".formatted(block.language()));
        }
    }

    private void snippet(MarkdownFile document, Block block) throws IOException {
        String[] source = block.source().split("#", 2);
        if (source.length < 2) {
            problem(document, block.line(), block.source() + ": no region is named");
        } else if (!isTested(source[0])) {
            problem(document, block.line(), source[0] + ": no test runs this file");
        } else {
            try {
                Region region = Region.read(root.resolve(source[0]), source[1]);
                List<String> shown = Region.withoutIndentation(block.code());
                if (!shown.equals(region.code())) {
                    String where = "%s:%d".formatted(source[0], region.line());
                    problem(
                            document,
                            block.line(),
                            "the block differs from %s:%n%s"
                                    .formatted(where, Difference.of(shown, region.code())));
                }
            } catch (Missing e) {
                problem(document, block.line(), source[0] + ": " + e.getMessage());
            }
        }
    }

    /// Tests compile and run all of these Java files; of scripts, those that `./test` names.
    private boolean isTested(String path) throws IOException {
        boolean ours =
                path.startsWith("examples/")
                        || path.startsWith("kernel-tests/")
                        || path.contains("/src/test/");
        boolean compiled = path.endsWith(".java") || path.endsWith("/pom.xml");
        return ours && (compiled || Files.readString(root.resolve("test")).contains(path));
    }

    private void evidence(MarkdownFile document, Evidence named) {
        String test = tests.get(named.test());
        if (test == null || !(named.method().isEmpty() || test.contains(named.method() + "("))) {
            problem(document, named.line(), named + ": there is no such test");
        }
    }

    private void link(MarkdownFile document, Link link) throws IOException {
        URI target = URI.create(link.target());
        if (target.isAbsolute()) {
            return;
        }
        Path file =
                target.getPath().isEmpty()
                        ? document.file()
                        : document.file().resolveSibling(target.getPath()).normalize();
        String anchor = target.getFragment();
        if (!Files.exists(file)) {
            problem(document, link.line(), link.target() + ": there is no such file");
        } else if (anchor != null && !MarkdownFile.read(file).anchors().contains(anchor)) {
            problem(document, link.line(), link.target() + ": there is no such heading");
        }
    }
}
