package io.fentry4j.examples.cli.tracepipe;

import static io.fentry4j.examples.cli.json.JsonLine.object;
import static io.fentry4j.examples.cli.json.JsonLine.write;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.tracelog.OtherLine;
import io.fentry4j.tracelog.TraceLine;
import java.io.IOException;
import java.util.Optional;

/// One JSON object a line: `timeUs` (null: the clock counts no time), `pid`, `tgid` (null: not
/// recorded), `comm`, `cpu`, `flags`, `event`, `text`; or `line` alone.
final class TraceJson implements TraceFormat {

    @Override
    public Optional<String> header() {
        return Optional.empty();
    }

    @Override
    public String line(TraceLine line) {
        return object(json -> writeLine(json, line));
    }

    private static void writeLine(JsonGenerator json, TraceLine line) throws IOException {
        if (line.micros().isPresent()) {
            json.writeNumberField("timeUs", line.micros().getAsLong());
        } else {
            json.writeNullField("timeUs");
        }
        json.writeNumberField("pid", line.pid());
        if (line.tgid().isPresent()) {
            json.writeNumberField("tgid", line.tgid().getAsInt());
        } else {
            json.writeNullField("tgid");
        }
        write(json, "comm", line.comm());
        json.writeNumberField("cpu", line.cpu());
        json.writeStringField("flags", line.flags());
        json.writeStringField("event", line.event());
        write(json, "text", line.text());
    }

    @Override
    public String line(OtherLine line) {
        return object(json -> write(json, "line", line.text()));
    }
}
