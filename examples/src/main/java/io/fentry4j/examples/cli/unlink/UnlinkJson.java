package io.fentry4j.examples.cli.unlink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// One JSON object a line.
///
/// The keys are always `timestamp` (ISO-8601, UTC), `pid`, `tid`, `uid`, `gid`, `comm`, `dirfd`,
/// `name`, `ret`, `errno` (its name, or null), `durationNs`, in this order.
///
/// JSON has no strings of bytes. A `name` or `comm` that is not UTF-8 is shown with U+FFFD in the
/// place of what is not, and the key `nameBase64` or `commBase64` follows it with the exact bytes.
/// That key is only there when it is needed, so whoever wants the bytes takes it if it is there and
/// otherwise encodes the string in UTF-8.
final class UnlinkJson implements UnlinkFormat {

    private final JsonFactory factory =
            new JsonFactoryBuilder().characterEscapes(new TerminalSafeEscapes()).build();

    @Override
    public Optional<String> header() {
        return Optional.empty();
    }

    @Override
    public String line(UnlinkEvent event) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", event.timestamp().toString());
            json.writeNumberField("pid", event.pid());
            json.writeNumberField("tid", event.tid());
            json.writeNumberField("uid", event.uid());
            json.writeNumberField("gid", event.gid());
            write(json, "comm", event.comm());
            json.writeNumberField("dirfd", event.dirfd());
            write(json, "name", event.name());
            json.writeNumberField("ret", event.ret());
            json.writeStringField("errno", event.errno().map(Errno::name).orElse(null));
            json.writeNumberField("durationNs", event.duration().toNanos());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a writer into memory failed", e);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, String key, KernelString value)
            throws IOException {
        byte[] bytes = value.bytes();
        json.writeStringField(key, value.toString());
        if (!Arrays.equals(KernelString.of(value.toString()).bytes(), bytes)) {
            json.writeStringField(key + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
