package io.fentry4j.preflight;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a caller asks for, taken apart.
///
/// @param module a module or a glob over modules; empty for a bare name
/// @param name a function or a glob over functions
record Target(Optional<String> module, String name) {

    static Target parse(String text) {
        String target = text.strip();
        int colon = target.indexOf(':');
        if (colon < 0) {
            return new Target(Optional.empty(), target);
        }
        String module = target.substring(0, colon);
        String name = target.substring(colon + 1);
        // Tools write the kernel itself as a module of that name.
        return module.equals("vmlinux")
                ? new Target(Optional.empty(), name)
                : new Target(Optional.of(module), name);
    }

    boolean isGlob() {
        return hasWildcard(name) || module.filter(Target::hasWildcard).isPresent();
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /// Whether a module's name matches a glob; a module's name is short, so that a regular
    /// expression cannot take long.
    static boolean matches(String glob, String module) {
        StringBuilder pattern = new StringBuilder();
        for (char c : glob.replace('-', '_').replaceAll("\\*+", "*").toCharArray()) {
            pattern.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return module.matches(pattern.toString());
    }
}
