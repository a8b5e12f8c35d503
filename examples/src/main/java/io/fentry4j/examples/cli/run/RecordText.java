package io.fentry4j.examples.cli.run;

import io.fentry4j.data.BtfValue;
import io.fentry4j.examples.cli.text.BtfText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

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
                + (record instanceof BtfValue.Struct struct
                        ? BtfText.fields(struct)
                        : BtfText.of(record));
    }

    @Override
    public String line(Instant time, String ring, byte[] record) {
        return start(time, ring)
                + "%d bytes: %s".formatted(record.length, HexFormat.of().formatHex(record));
    }

    private String start(Instant time, String ring) {
        return TIME.format(time.atZone(zone)) + " " + BtfText.safe(ring) + " ";
    }
}
