package io.fentry4j.examples.cli.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.examples.cli.json.BtfJson;
import io.fentry4j.examples.cli.json.JsonLine;
import io.fentry4j.trace.TracedCall;
import io.fentry4j.trace.TracedValue;
import java.io.IOException;

/// One JSON object a line.
final class CallJson implements CallFormat {

    @Override
    public String line(TracedCall call) {
        return JsonLine.object(json -> {
            json.writeStringField("time", call.time().toString());
            json.writeStringField("function", call.function());
            json.writeObjectFieldStart("values");
            for (TracedValue value : call.values()) {
                write(json, value.name(), value);
            }
            json.writeEndObject();
            if (call.returned().isPresent()) {
                write(json, "returned", call.returned().get());
            }
            if (call.elapsed().isPresent()) {
                json.writeNumberField("elapsedNs", call.elapsed().get().toNanos());
            }
            if (call.stack().isPresent()) {
                JsonLine.write(json, "stack", StackText.frames(call.stack().get()));
            }
            json.writeNumberField("pid", call.pid());
            json.writeNumberField("tid", call.tid());
            json.writeNumberField("uid", call.uid());
            json.writeStringField("comm", call.comm());
            json.writeNumberField("cpu", call.cpu());
        });
    }

    /// The text of a pointer if it has one, else its value; null if it could not be read.
    private static void write(JsonGenerator json, String name, TracedValue value)
            throws IOException {
        if (value.text().isPresent()) {
            JsonLine.write(json, name, value.text().get());
        } else if (value.value().isPresent()) {
            BtfJson.writeField(json, name, value.value().get());
        } else {
            json.writeNullField(name);
        }
    }
}
