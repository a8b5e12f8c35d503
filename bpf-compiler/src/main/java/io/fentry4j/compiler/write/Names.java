package io.fentry4j.compiler.write;

import java.util.Locale;

/// Names that are made from the name of a component or member.
final class Names {

    private Names() {}

    /// `startNs` is `StartNs`, to follow a verb in a method's name.
    static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /// `StartNs` is `startNs`.
    static String uncapitalized(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /// `startNs` is `START_NS`. Two different names never give the same constant.
    static String constant(String name) {
        return name.replaceAll("(?<=.)(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
