package io.fentry4j.benchmarks.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/// The little JSON that results need.
final class Json {

    private Json() {}

    /// An object.
    ///
    /// @param members strings and numbers
    static String object(Map<String, ?> members) {
        StringJoiner joiner = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> joiner.add(string(name) + ":" + value(value)));
        return joiner.toString();
    }

    /// An array.
    ///
    /// @param elements JSON each
    static String array(Collection<String> elements) {
        return "[" + String.join(",\n", elements) + "]";
    }

    private static String value(Object value) {
        return value instanceof Number number ? number.toString() : string(value.toString());
    }

    static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
