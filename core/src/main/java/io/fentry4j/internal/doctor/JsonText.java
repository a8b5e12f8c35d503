package io.fentry4j.internal.doctor;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Puts JSON text together (RFC 8259), for objects, arrays and strings.
final class JsonText {

    private final StringBuilder text = new StringBuilder();

    /// A comma is due before the next value of this object or array.
    private boolean more;

    JsonText beginObject() {
        return begin('{');
    }

    JsonText endObject() {
        return end('}');
    }

    JsonText beginArray() {
        return begin('[');
    }

    JsonText endArray() {
        return end(']');
    }

    /// The key of the value that comes next.
    JsonText key(String key) {
        separate();
        quote(key);
        text.append(':');
        more = false;
        return this;
    }

    JsonText value(String value) {
        separate();
        quote(value);
        return this;
    }

    JsonText value(Optional<String> value) {
        if (value.isPresent()) {
            return value(value.get());
        }
        separate();
        text.append("null");
        return this;
    }

    JsonText value(Collection<String> values) {
        beginArray();
        values.forEach(this::value);
        return endArray();
    }

    JsonText value(Map<String, String> members) {
        beginObject();
        members.forEach((key, value) -> key(key).value(value));
        return endObject();
    }

    private JsonText begin(char bracket) {
        separate();
        text.append(bracket);
        more = false;
        return this;
    }

    private JsonText end(char bracket) {
        text.append(bracket);
        more = true;
        return this;
    }

    private void separate() {
        if (more) {
            text.append(',');
        }
        more = true;
    }

    /// Control characters must be escaped; DEL and the C1 controls are too, which a terminal would
    /// obey, and half a surrogate pair, which UTF-8 cannot carry.
    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || (c >= 0x7f && c < 0xa0) || isHalf(string, i)) {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isHalf(String string, int index) {
        char c = string.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == string.length()
                    || !Character.isLowSurrogate(string.charAt(index + 1));
        }
        return Character.isLowSurrogate(c)
                && (index == 0 || !Character.isHighSurrogate(string.charAt(index - 1)));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
