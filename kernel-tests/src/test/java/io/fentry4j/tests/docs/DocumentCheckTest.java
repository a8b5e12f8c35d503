package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That each way in which a document can be wrong is found, and said with file and line.
class DocumentCheckTest {

    @TempDir private Path root;

    @BeforeEach
    void project() throws IOException {
        write("test", "kernel-tests/commands 6.12\n");
        write(
                "kernel-tests/src/test/java/Hello.java",
                """
                class Hello {
                    void hello() {
                        // snippet hello
                        if (true) {
                            // snippet inner
                            call();
                            // end snippet inner
                        }
                        // end snippet hello
                        // snippet open
                    }
                }
                """);
        write("kernel-tests/commands", "# snippet list\nls  -l\n# end snippet list\n");
        write("kernel-tests/forgotten", "# snippet list\nls\n# end snippet list\n");
        write("core/src/main/java/Main.java", "// snippet main\nmain();\n// end snippet main\n");
    }

    @Test
    void what_equals_its_source_is_right_whatever_its_indentation() throws IOException {
        assertThat(
                        problems(
                                """
                                <!-- snippet: kernel-tests/src/test/java/Hello.java#hello -->
                                ```java
                                if (true) {
                                    call();
                                }
                                ```

                                - a list
                                  <!-- snippet: kernel-tests/commands#list -->
                                  ```sh
                                  ls  -l
                                  ```

                                ```text
                                output
                                ```
                                """))
                .isEmpty();
    }

    @Test
    void a_changed_block_is_shown_with_both_sides() throws IOException {
        assertThat(
                        problems(
                                """
                                Text.
                                <!-- snippet: kernel-tests/src/test/java/Hello.java#hello -->
                                ```java
                                if (true) {
                                    cal();
                                }
                                ```
                                """))
                .isEqualTo(
                        """
                        README.md:3: the block differs from kernel-tests/src/test/java/Hello.java:4:
                        -     cal();
                        +     call();\
                        """);
    }

    @Test
    void a_block_without_a_source_or_a_language_is_found() throws IOException {
        assertThat(problems("```java\ncode();\n```\n\n```\nls\n```\n"))
                .isEqualTo(
                        """
                        README.md:1: a block of java without a source
                        README.md:5: a block without a language (`text` for output)\
                        """);
    }

    @Test
    void a_marker_that_is_not_right_before_the_block_is_none() throws IOException {
        assertThat(problems("<!-- snippet: kernel-tests/commands#list -->\n\n```sh\nls  -l\n```\n"))
                .isEqualTo("README.md:3: a block of sh without a source");
    }

    @Test
    void a_missing_file_or_region_is_found() throws IOException {
        String hello = "kernel-tests/src/test/java/Hello.java";
        assertThat(problems(sourced("kernel-tests/src/test/java/Bye.java#hello")))
                .endsWith("Bye.java: there is no such file");
        assertThat(problems(sourced(hello))).endsWith("Hello.java: no region is named");
        assertThat(problems(sourced(hello + "#bye")))
                .endsWith("Hello.java: it has no region `bye`");
        assertThat(problems(sourced(hello + "#open")))
                .endsWith("Hello.java: it has no end of region `open`");
        write(hello, "// snippet a\n// end snippet a\n// snippet a\n// end snippet a\n");
        assertThat(problems(sourced(hello + "#a"))).endsWith("Hello.java: it has two regions `a`");
    }

    @Test
    void a_source_that_no_test_runs_is_none() throws IOException {
        assertThat(problems(sourced("core/src/main/java/Main.java#main")))
                .endsWith("Main.java: no test runs this file");
        assertThat(problems(sourced("kernel-tests/forgotten#list")))
                .endsWith("forgotten: no test runs this file");
    }

    @Test
    void a_step_counts_only_where_the_steps_are_followed() throws IOException {
        String step = "<!-- step: pom.xml -->\n```xml\n<project/>\n```\n";
        write("docs/guide.md", step);
        assertThat(problems(step)).isEqualTo("README.md:2: a step outside of docs/guide.md");
    }

    @Test
    void a_link_has_to_lead_to_a_file_and_a_heading() throws IOException {
        write(
                "docs/more.md",
                "# Loud: *what* it is?\n```text\n# output\n```\n[up](../README.md)\n");
        assertThat(
                        problems(
                                """
                                # Top
                                [a](docs/more.md#loud-what-it-is) [b](#top) [c](https://example.com/x)
                                `[code](of.md)` [d](docs/less.md)
                                [e](docs/more.md#output) [f](#bottom)
                                """))
                .isEqualTo(
                        """
                        README.md:3: docs/less.md: there is no such file
                        README.md:4: docs/more.md#output: there is no such heading
                        README.md:4: #bottom: there is no such heading\
                        """);
    }

    @Test
    void a_test_that_is_named_has_to_be_there() throws IOException {
        write("core/src/test/java/a/MapTest.java", "class MapTest { @Test void it_maps() {} }");
        assertThat(
                        problems(
                                """
                                `MapTest`, `a.MapTest#it_maps`, and MyTest in words
                                `MapTest#it_mapped` `ListTest#it_maps`
                                """))
                .isEqualTo(
                        """
                        README.md:2: MapTest#it_mapped: there is no such test
                        README.md:2: ListTest#it_maps: there is no such test\
                        """);
    }

    private static String sourced(String source) {
        return "<!-- snippet: %s -->\n```java\ncode();\n```\n".formatted(source);
    }

    private String problems(String readme) throws IOException {
        write("README.md", readme);
        return String.join("\n", DocumentCheck.problems(root));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
