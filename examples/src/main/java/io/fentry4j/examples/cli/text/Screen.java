package io.fentry4j.examples.cli.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What text is written to: a terminal and its width, or something that keeps whole lines.
///
/// Java knows only whether standard input and output are both a terminal, and no width. `stty` of
/// coreutils knows both; it takes 40 ms on a machine where a terminal library takes a second.
///
/// @param terminal whether a person sees it
/// @param columns its width now; 0 if it has none or none is known
public record Screen(boolean terminal, int columns) {

    /// A file or a pipe.
    public static final Screen NONE = new Screen(false, 0);

    private static final int FILE_TYPE = 0170000; // S_IFMT of <sys/stat.h>
    private static final int CHARACTER_DEVICE = 0020000; // S_IFCHR

    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,4})\\s*");
    private static final Pattern TERMINAL_NAME =
            Pattern.compile("/dev/(pts/\\d+|tty\\w*|console|hvc\\d+)");
    private static final int PATIENCE_SECONDS = 2;

    /// Looks at what a file descriptor of this process leads to.
    ///
    /// @param file such as `/proc/self/fd/1`
    /// @param environment `COLUMNS` is the width where the terminal does not say one
    public static Screen of(Path file, Map<String, String> environment) {
        if (!isCharacterDevice(file)) { // opening a pipe would take part in it
            return NONE;
        }
        Optional<String> size = stty(file);
        if (size.isEmpty() && !hasTerminalName(file)) {
            return NONE;
        }
        int columns = columns(size.orElse(""));
        return new Screen(
                true, columns != 0 ? columns : number(environment.getOrDefault("COLUMNS", "")));
    }

    /// The second number of what `stty size` prints; 0 if it does not know it.
    static int columns(String size) {
        Matcher numbers = SIZE.matcher(size);
        return numbers.matches() ? Integer.parseInt(numbers.group(1)) : 0;
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }

    private static boolean isCharacterDevice(Path file) {
        try {
            int mode = (int) Files.getAttribute(file, "unix:mode");
            return (mode & FILE_TYPE) == CHARACTER_DEVICE;
        } catch (IOException e) { // it is closed
            return false;
        }
    }

    /// A terminal that belongs to somebody else, as after `su`, cannot be opened again.
    private static boolean hasTerminalName(Path file) {
        try {
            return TERMINAL_NAME.matcher(Files.readSymbolicLink(file).toString()).matches();
        } catch (IOException e) {
            return false;
        }
    }

    /// What `stty size` prints; empty if that is no terminal, or there is no `stty`.
    private static Optional<String> stty(Path file) {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(file.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return Optional.empty();
            }
            byte[] printed = stty.getInputStream().readAllBytes();
            return stty.exitValue() == 0
                    ? Optional.of(new String(printed, StandardCharsets.US_ASCII))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
