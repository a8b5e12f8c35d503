package io.fentry4j.examples.cli.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.data.BtfValue;
import io.fentry4j.examples.cli.json.BtfJson;
import io.fentry4j.examples.cli.json.JsonLine;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;

/// One JSON object a line: `time` (ISO-8601, UTC), `map`, and `record` with a key for each member,
/// or `recordBase64` with the bytes of a record that cannot be decoded.
final class RecordJson implements RecordFormat {

    @Override
    public String line(Instant time, String ring, BtfValue record) {
        return JsonLine.object(json -> {
            writeStart(json, time, ring);
            BtfJson.writeField(json, "record", record);
        });
    }

    @Override
    public String line(Instant time, String ring, byte[] record) {
        return JsonLine.object(json -> {
            writeStart(json, time, ring);
            json.writeStringField("recordBase64", Base64.getEncoder().encodeToString(record));
        });
    }

    private static void writeStart(JsonGenerator json, Instant time, String ring)
            throws IOException {
        json.writeStringField("time", time.toString());
        json.writeStringField("map", ring);
    }
}
