package io.fentry4j.internal.kernel;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A list of functions, one a line, that the kernel keeps: the functions that ftrace can patch,
/// those that it has patched, those where no kprobe may be.
///
/// ```
///  vfs_read                                        available_filter_functions
///  ovl_statfs [overlay]
///  vfs_read (1) R D   tramp: ftrace_regs_caller…   enabled_functions
///  0xffffffff81c00990-0xffffffff81c009b0\tname     kprobes/blacklist
/// ```
public final class FunctionList {

    private static final int MAX_LINE = 4096;

    private final KernelText text;
    private final Map<String, String> lines;

    private FunctionList(KernelText text, Map<String, String> lines) {
        this.text = text;
        this.lines = lines;
    }

    /// A list whose lines begin with a name, then its module in brackets, if it is in one.
    public static FunctionList ofNames(KernelText text) {
        Map<String, String> lines = new HashMap<>(1 << 16);
        lines(text)
                .forEach(line -> {
                    int end = line.indexOf(' ');
                    String name = end < 0 ? line : line.substring(0, end);
                    String rest = end < 0 ? "" : line.substring(end + 1).strip();
                    int close = rest.indexOf(']');
                    if (rest.startsWith("[") && close > 0) {
                        name = rest.substring(1, close) + ":" + name;
                        rest = rest.substring(close + 1).strip();
                    }
                    lines.put(name, rest);
                });
        return new FunctionList(text, lines);
    }

    /// A list whose lines are a range of addresses and a name.
    public static FunctionList ofRanges(KernelText text) {
        Map<String, String> lines = new HashMap<>();
        lines(text)
                .forEach(line -> {
                    int end = line.indexOf('\t');
                    if (end > 0) {
                        String[] name = line.substring(end + 1).strip().split("\\s+", 2);
                        lines.put(name[0], line.substring(0, end));
                    }
                });
        return new FunctionList(text, lines);
    }

    private static Iterable<String> lines(KernelText text) {
        return () ->
                new String(text.bytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && line.length() < MAX_LINE)
                        .iterator();
    }

    /// Whether the list was read: if not, nothing follows from a function's absence.
    public boolean readable() {
        return text.readable();
    }

    /// Whether the list has this function.
    public boolean contains(String name, Optional<String> module) {
        return lines.containsKey(qualified(name, module));
    }

    /// What the list says about this function besides its name.
    public Optional<String> details(String name, Optional<String> module) {
        return Optional.ofNullable(lines.get(qualified(name, module)));
    }

    /// How many functions it has, or why it could not be read.
    public String state() {
        return readable() ? lines.size() + " functions" : text.state();
    }

    private static String qualified(String name, Optional<String> module) {
        return module.map(m -> m + ":" + name).orElse(name);
    }
}
