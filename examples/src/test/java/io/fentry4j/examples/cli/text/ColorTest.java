package io.fentry4j.examples.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi.Style;

class ColorTest {

    private static final Screen TERMINAL = new Screen(true, 80);
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void auto_is_on_for_a_terminal_only() {
        assertThat(Color.AUTO.on(TERMINAL, XTERM)).isTrue();
        assertThat(Color.AUTO.on(Screen.NONE, XTERM)).isFalse();
    }

    @Test
    void auto_honours_what_the_environment_says() {
        assertThat(Color.AUTO.on(TERMINAL, Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
        assertThat(Color.AUTO.on(TERMINAL, Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
        assertThat(Color.AUTO.on(TERMINAL, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Color.AUTO.on(TERMINAL, Map.of())).isFalse();
    }

    @Test
    void always_and_never_are_what_they_say() {
        assertThat(Color.ALWAYS.on(Screen.NONE, Map.of("NO_COLOR", "1"))).isTrue();
        assertThat(Color.NEVER.on(TERMINAL, XTERM)).isFalse();
    }

    @Test
    void a_painted_text_ends_its_colour() {
        assertThat(Color.paint(Style.fg_red, "-2 ENOENT"))
                .isEqualTo("\u001b[31m-2 ENOENT\u001b[39m");
    }
}
