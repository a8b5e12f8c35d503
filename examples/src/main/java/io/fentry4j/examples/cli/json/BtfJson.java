package io.fentry4j.examples.cli.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.data.BtfValue;
import java.io.IOException;
import java.math.BigInteger;

/// Values of the kernel's types in JSON.
///
/// Integers are exact numbers, also above 2^53; a pointer is a number; a value that its enum does
/// not name is a number. [JsonLine] says what becomes of a string that is not UTF-8.
public final class BtfJson {

    private BtfJson() {}

    /// A member of an object.
    public static void writeField(JsonGenerator json, String name, BtfValue value)
            throws IOException {
        if (value instanceof BtfValue.Text text) {
            JsonLine.write(json, name, text.value());
        } else {
            json.writeFieldName(name);
            write(json, value);
        }
    }

    /// A value alone.
    public static void write(JsonGenerator json, BtfValue value) throws IOException {
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
