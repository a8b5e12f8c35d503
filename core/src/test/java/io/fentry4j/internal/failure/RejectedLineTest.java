package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.failure.SourcePosition;
import io.fentry4j.internal.elf.SourceLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectedLineTest {

    private static final List<SourceLine> LINES =
            List.of(
                    new SourceLine("syscall", 0, "./Mine.java", 11, "        int *p = get();"),
                    new SourceLine("syscall", 4, "./Mine.java", 12, "        use(*p);"),
                    new SourceLine("syscall", 9, "./Mine.java", 19, "        use(*p);"));

    @Test
    void the_position_that_the_kernel_names_is_taken() {
        String log =
                "; use(*p); @ Mine.java:12\n3: (61) r1 = *(u32 *)(r0 +0)\nR0 invalid mem access";

        assertThat(RejectedLine.find(log, List.of()))
                .contains(new SourcePosition("Mine.java", 12, "use(*p);"));
    }

    @Test
    void without_it_the_text_is_looked_up() {
        String log = "; int *p = get();\n0: (85) call get#1\nR0 invalid mem access";

        assertThat(RejectedLine.find(log, LINES))
                .contains(new SourcePosition("Mine.java", 11, "int *p = get();"));
    }

    @Test
    void of_equal_lines_the_one_nearest_to_the_instruction_is_taken() {
        String log =
                "; use(*p);\n5: (61) r1 = *(u32 *)(r0 +0)\n; use(*p);\n10: (61) r1 = *(u32 *)(r0 +0)\nno";

        assertThat(RejectedLine.find(log, LINES)).map(SourcePosition::line).contains(19);
    }

    @Test
    void a_line_that_has_an_at_sign_of_its_own_is_no_position() {
        String log = "; int *p = get(); // @ home\n0: (85) call get#1\nno";

        assertThat(RejectedLine.find(log, LINES)).isEmpty();
    }

    @Test
    void a_log_without_lines_has_no_position() {
        assertThat(RejectedLine.find("0: (95) exit\nR0 !read_ok", LINES)).isEmpty();
    }

    @Test
    void in_a_program_that_was_not_compiled_the_number_says_what_was_rejected() {
        List<SourceLine> made =
                List.of(
                        new SourceLine("", 0, "Call", 1, "component `pid`"),
                        new SourceLine("", 4, "Call", 2, "component `file`"),
                        new SourceLine("", 9, "where", 1, "file != 0"));

        assertThat(RejectedLine.find("0: (b7) r0 = 0\n8: (79) r1 = 1\nR1 !read_ok", made))
                .contains(new SourcePosition("Call", 2, "component `file`"));
    }
}
