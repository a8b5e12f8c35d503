package io.fentry4j.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/// clang's messages stand where the C stands in Java.
class ClangMessagesTest {

    /// The line and column of `needle` in a source, from 1.
    private static String position(String source, String needle) {
        int offset = source.indexOf(needle);
        assertThat(offset).as("the test's own needle").isNotNegative();
        String before = source.substring(0, offset);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (offset - before.lastIndexOf('\n'));
    }

    private static String position(Diagnostic<?> diagnostic) {
        return diagnostic.getLineNumber() + ":" + diagnostic.getColumnNumber();
    }

    private static String text(Diagnostic<?> diagnostic) {
        return diagnostic.getMessage(Locale.ROOT);
    }

    private static List<Diagnostic<? extends JavaFileObject>> errors(String source) {
        return List.copyOf(Sources.compile(Sources.java("demo.Unlink", source)).errors());
    }

    private static String java(String initializer) {
        return """
        package demo;

        import io.fentry4j.annotation.BPF;

        @BPF(license = "GPL")
        interface Unlink {
            String EBPF_PROGRAM = %s;
        }
        """
                .formatted(initializer);
    }

    private static final String QUOTES = "\"\"\"";

    @Test
    void an_error_is_at_its_character() {
        String source =
                java(
                        QUOTES
                                + """

                                        #include "fentry4j.h"

                                        SEC("fentry/do_unlinkat")
                                        int BPF_PROG(on_unlink)
                                        {
                                            return oops;
                                        }
                                """
                                + QUOTES);
        var errors = errors(source);
        assertThat(errors).hasSize(1);
        assertThat(text(errors.getFirst()))
                .isEqualTo("[ClangError] use of undeclared identifier 'oops'");
        assertThat(position(errors.getFirst())).isEqualTo(position(source, "oops"));
        assertThat(errors.getFirst().getSource().getName()).endsWith("Unlink.java");
    }

    @Test
    void a_warning_is_a_warning_at_its_line() {
        String source =
                java(
                        QUOTES
                                + """

                                        #include "fentry4j.h"
                                        SEC("fentry/do_unlinkat")
                                        int BPF_PROG(on_unlink) { int unused; return 0; }
                                """
                                + QUOTES);
        Compilation compilation = Sources.compile(List.of(), Sources.java("demo.Unlink", source));
        assertThat(compilation.status()).isEqualTo(Compilation.Status.SUCCESS);
        assertThat(compilation.warnings()).hasSize(1);
        var warning = compilation.warnings().getFirst();
        assertThat(text(warning))
                .isEqualTo("[ClangWarning] unused variable 'unused' [-Wunused-variable]");
        assertThat(position(warning)).isEqualTo(position(source, "unused;"));
        assertThat(Sources.compile(Sources.java("demo.Unlink", source)).status())
                .as("with -Werror")
                .isEqualTo(Compilation.Status.FAILURE);
    }

    @Test
    void lines_stay_right_with_every_kind_of_escape() {
        String source =
                java(
                        QUOTES
                                + """

                                        #include "fentry4j.h"
                                        static const char \\
                                            *joined = \\
                                            "a\\tb\\\\n\\\\\\"quoted\\\\\\" \\101 ü"; /* \\" */\\n\\nint two_lines = first;
                                        int a_\\u0062 = second;
                                        #define LONG \\\\
                                            third

                                        int c = LONG;
                                        SEC("fentry/x") int BPF_PROG(p) { return fourth; }
                                """
                                + QUOTES);
        var errors = errors(source);
        assertThat(errors).hasSize(4);
        assertThat(errors.stream().map(ClangMessagesTest::position))
                .containsExactly(
                        position(source, "first"),
                        position(source, "second"),
                        position(source, "LONG;"),
                        position(source, "fourth"));
        assertThat(text(errors.get(2)))
                .isEqualTo(
                        """
                        [ClangError] use of undeclared identifier 'third'
                            note: Unlink.java:14: expanded from macro 'LONG'\
                        """);
    }

    @Test
    void literals_that_javac_folds_keep_their_places() {
        String source =
                java(
                        """
                        "#include \\"fentry4j.h\\"\\n" // the "header"
                                    + ("int "
                                            + /* "more" */ "a = one;\\n")
                                    + ""
                                    + \"""
                                      int b = two;
                                      \"""
                                    + "int c = three;\\n"
                                    + "SEC(\\"fentry/x\\") int BPF_PROG(p) { return oops4; }\\n"\
                        """);
        assertThat(errors(source).stream().map(ClangMessagesTest::position))
                .containsExactly(
                        position(source, "one;"),
                        position(source, "two;"),
                        position(source, "three;"),
                        position(source, "oops4;"));
    }

    @Test
    void joined_literals_and_constants_keep_their_places() {
        String source =
                """
                package demo;

                import io.fentry4j.annotation.BPF;

                @BPF(license = "GPL")
                class Unlink {
                    static final int SIZE = 16;
                    static final String SHARED = "int shared = one;\\n";
                    static final String EBPF_PROGRAM =
                            "#include \\"fentry4j.h\\"\\n"
                                    + SHARED
                                    + "char space[" + (SIZE) + "]; int b = two;\\n"
                                    + (Other.MORE)
                                    + "SEC(\\"fentry/x\\") int BPF_PROG(p) { return oops4; }";

                    UnlinkBpf used() {
                        return UnlinkBpf.load();
                    }
                }

                class Other {
                    static final String MORE = "int c = three;\\n";
                }
                """;
        var errors = errors(source);
        assertThat(errors.stream().filter(e -> text(e).startsWith("[")).map(e -> position(e)))
                .containsExactly(
                        position(source, "one;"),
                        position(source, "two;"),
                        position(source, "three;"),
                        position(source, "oops4;"));
    }

    @Test
    void a_class_that_uses_its_skeleton_and_joins_constants_compiles() {
        var compilation =
                Sources.compile(
                        Sources.java(
                                "demo.Unlink",
                                """
                                package demo;

                                import io.fentry4j.annotation.BPF;

                                @BPF(license = "GPL")
                                class Unlink {
                                    static final String EBPF_PROGRAM =
                                            "#include \\"fentry4j.h\\"\\n" + Other.MORE;

                                    UnlinkBpf.Open open = UnlinkBpf.open();

                                    UnlinkBpf used() {
                                        return open.load();
                                    }
                                }
                                """),
                        Sources.java(
                                "demo.Other",
                                """
                                package demo;

                                class Other {
                                    static final String MORE = Other2.PART + "{ return 0; }";
                                    UnlinkBpf mine = UnlinkBpf.load();
                                }

                                class Other2 {
                                    static final String PART = "SEC(\\"fentry/x\\") int BPF_PROG(p)";
                                    UnlinkBpf mine = UnlinkBpf.load();
                                }
                                """));
        assertThat(compilation.diagnostics()).isEmpty();
    }

    @Test
    void an_error_in_a_header_is_at_the_include_and_names_the_header() {
        String source =
                java(
                        QUOTES
                                + """

                                        #define bpf_get_current_comm 1 2
                                        #include "fentry4j.h"
                                        SEC("fentry/x") int BPF_PROG(p) { return 0; }
                                """
                                + QUOTES);
        var errors = errors(source);
        assertThat(text(errors.getFirst()))
                .matches(
                        "(?s)\\[ClangError\\] in bpf/bpf_helper_defs.h:\\d+: expected .*"
                                + "note: Unlink.java:8: expanded from macro 'bpf_get_current_comm'");
        assertThat(position(errors.getFirst())).isEqualTo(position(source, "#include"));
    }

    @Test
    void a_header_that_does_not_exist_is_an_error_at_its_include() {
        String source = java("\"#include \\\"fentry4j.h\\\"\\n#include <nothing.h>\\n\"");
        var errors = errors(source);
        assertThat(errors).hasSize(1);
        assertThat(text(errors.getFirst())).isEqualTo("[ClangError] 'nothing.h' file not found");
        assertThat(position(errors.getFirst())).isEqualTo(position(source, "<nothing.h>"));
    }

    @Test
    void c_that_includes_nothing_is_told_what_to_include() {
        var errors = errors(java("\"SEC(\\\"fentry/x\\\") int f(void *c) { return 0; }\""));
        assertThat(text(errors.getFirst()))
                .startsWith("[ClangError] ")
                .endsWith("note: the C includes nothing; start it with #include \"fentry4j.h\"");
    }

    @Test
    void vmlinux_h_without_a_kernel_is_an_error_that_names_the_option() {
        var errors = errors(java("\"#include \\\"vmlinux.h\\\"\\n\""));
        assertThat(errors).hasSize(1);
        assertThat(text(errors.getFirst()))
                .startsWith("[VmlinuxNotNamed] ")
                .contains("-Afentry4j.vmlinux=PATH");
    }
}
