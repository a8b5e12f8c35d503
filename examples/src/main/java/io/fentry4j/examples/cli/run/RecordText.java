package io.fentry4j.examples.cli.run;

import io.fentry4j.data.BtfValue;
import io.fentry4j.data.KernelString;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// One line of text a record: local time, ring buffer, `field=value` for each member.
final class RecordText implements RecordFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final ZoneId zone;

    /// @param zone whose time is shown
    RecordText(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String line(Instant time, String ring, BtfValue record) {
        return start(time, ring)
                + (record instanceof BtfValue.Struct struct ? fields(struct) : text(record));
    }

    @Override
    public String line(Instant time, String ring, byte[] record) {
        return start(time, ring)
                + "%d bytes: %s".formatted(record.length, HexFormat.of().formatHex(record));
    }

    private String start(Instant time, String ring) {
        return TIME.format(time.atZone(zone)) + " " + safe(ring) + " ";
    }

    /// A value alone.
    static String text(BtfValue value) {
        return switch (value) {
            case BtfValue.Int number -> number.value().toString();
            case BtfValue.Bool truth -> Boolean.toString(truth.value());
            case BtfValue.Real number -> Double.toString(number.value());
            case BtfValue.Enum named ->
                    named.name().map(RecordText::safe).orElseGet(named.value()::toString);
            case BtfValue.Pointer pointer -> "0x" + Long.toHexString(pointer.address());
            case BtfValue.Text string -> quoted(string.value());
            case BtfValue.Array array ->
                    array.elements().stream()
                            .map(RecordText::text)
                            .collect(Collectors.joining(", ", "[", "]"));
            case BtfValue.Struct struct -> "{" + fields(struct) + "}";
        };
    }

    private static String fields(BtfValue.Struct struct) {
        return struct.fields().stream()
                .map(field -> safe(field.name()) + "=" + text(field.value()))
                .collect(Collectors.joining(" "));
    }

    /// A name in C, unless somebody has made the object to harm a terminal.
    static String safe(String name) {
        return KernelString.of(name).escaped();
    }

    private static String quoted(KernelString string) {
        return '"' + string.escaped().replace("\"", "\\\"") + '"';
    }
}
