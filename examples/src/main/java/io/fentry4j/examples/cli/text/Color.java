package io.fentry4j.examples.cli.text;

import java.util.Map;
import picocli.CommandLine.Help.Ansi.IStyle;

/// Whether and how text is coloured.
public enum Color {
    /// On a terminal that can, unless the environment has a `NO_COLOR` that is not empty
    /// (no-color.org).
    AUTO,
    /// Always.
    ALWAYS,
    /// Never.
    NEVER;

    /// Whether what is written to `screen` is coloured.
    public boolean on(Screen screen, Map<String, String> environment) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                    screen.terminal()
                            && environment.getOrDefault("NO_COLOR", "").isEmpty()
                            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        };
    }

    /// `text` in this style.
    public static String paint(IStyle style, String text) {
        return style.on() + text + style.off();
    }
}
