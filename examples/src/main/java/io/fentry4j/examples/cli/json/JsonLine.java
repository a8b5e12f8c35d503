package io.fentry4j.examples.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.data.KernelString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;

/// Makes JSON objects of one line, safe to print on a terminal.
///
/// JSON has no strings of bytes. A string that is not UTF-8 is shown with U+FFFD in the place of
/// what is not, and a key with `Base64` added (`nameBase64`) follows it with the exact bytes. That
/// key is only there when it is needed, so whoever wants the bytes takes it if it is there and
/// otherwise encodes the string in UTF-8.
public final class JsonLine {

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new TerminalSafeEscapes()).build();

    private JsonLine() {}

    /// Writes the members of an object.
    @FunctionalInterface
    public interface Members {

        /// Between the braces.
        void write(JsonGenerator json) throws IOException;
    }

    /// An object with these members.
    public static String object(Members members) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a writer into memory failed", e);
        }
        return line.toString();
    }

    /// A member with a string of the kernel's.
    public static void write(JsonGenerator json, String key, KernelString value)
            throws IOException {
        json.writeStringField(key, value.toString());
        if (!isUtf8(value)) {
            json.writeStringField(key + "Base64", base64(value));
        }
    }

    /// An element of an array: a string, or if it is not UTF-8 an object with the key `base64`.
    public static void write(JsonGenerator json, KernelString value) throws IOException {
        if (isUtf8(value)) {
            json.writeString(value.toString());
        } else {
            json.writeStartObject();
            json.writeStringField("base64", base64(value));
            json.writeEndObject();
        }
    }

    private static boolean isUtf8(KernelString value) {
        return Arrays.equals(KernelString.of(value.toString()).bytes(), value.bytes());
    }

    private static String base64(KernelString value) {
        return Base64.getEncoder().encodeToString(value.bytes());
    }

    /// A member with an array of strings.
    public static void write(JsonGenerator json, String key, Iterable<String> values)
            throws IOException {
        json.writeArrayFieldStart(key);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
