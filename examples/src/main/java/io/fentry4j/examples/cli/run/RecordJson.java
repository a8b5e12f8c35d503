package io.fentry4j.examples.cli.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.data.BtfValue;
import io.fentry4j.examples.cli.json.JsonLine;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;

/// One JSON object a line: `time` (ISO-8601, UTC), `map`, and `record` with a key for each member,
/// or `recordBase64` with the bytes of a record that cannot be decoded.
///
/// Integers are exact numbers, also above 2^53; a pointer is a number; a value that its enum does
/// not name is a number. [JsonLine] says what becomes of a string that is not UTF-8.
final class RecordJson implements RecordFormat {

    @Override
    public String line(Instant time, String ring, BtfValue record) {
        return JsonLine.object(json -> {
            writeStart(json, time, ring);
            writeField(json, "record", record);
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

    private static void writeField(JsonGenerator json, String name, BtfValue value)
            throws IOException {
        if (value instanceof BtfValue.Text text) {
            JsonLine.write(json, name, text.value());
        } else {
            json.writeFieldName(name);
            write(json, value);
        }
    }

    private static void write(JsonGenerator json, BtfValue value) throws IOException {
        switch (value) {
            case BtfValue.Int number -> json.writeNumber(number.value());
            case BtfValue.Bool truth -> json.writeBoolean(truth.value());
            case BtfValue.Real number -> json.writeNumber(number.value());
            case BtfValue.Enum named when named.name().isPresent() ->
                    json.writeString(named.name().get());
            case BtfValue.Enum unnamed -> json.writeNumber(unnamed.value());
            case BtfValue.Pointer pointer ->
                    json.writeNumber(new BigInteger(Long.toUnsignedString(pointer.address())));
            case BtfValue.Text text -> JsonLine.write(json, text.value());
            case BtfValue.Array array -> {
                json.writeStartArray();
                for (BtfValue element : array.elements()) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case BtfValue.Struct struct -> {
                json.writeStartObject();
                for (BtfValue.Field field : struct.fields()) {
                    writeField(json, field.name(), field.value());
                }
                json.writeEndObject();
            }
        }
    }
}
