package io.fentry4j.examples.cli.run;

import io.fentry4j.data.BtfValue;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.ValueType;
import io.fentry4j.examples.cli.text.BtfText;
import java.time.Instant;
import java.util.Optional;

/// A ring buffer of the object: how its records are shown, and what they were.
///
/// Used by its listener's thread; the counts are for whoever comes after that has ended.
final class Ring {

    private final String name;
    private final Optional<RecordTypes.Found> type;
    private long records;
    private long tooShort;
    private long tooLong;

    Ring(String name, Optional<RecordTypes.Found> type) {
        this.name = name;
        this.type = type;
    }

    String name() {
        return name;
    }

    /// What its records are, and who says so, for people.
    String description() {
        return type.map(t -> "%s, by %s".formatted(t.type().name(), t.source()))
                .map(BtfText::safe)
                .orElse(
                        "bytes, because nothing says what its records are: --record "
                                + BtfText.safe(name)
                                + "=STRUCT does");
    }

    /// The line for a record. A record that is too short for its type is shown as bytes.
    String line(RecordFormat format, Instant time, RecordView view) {
        records++;
        if (type.isPresent()) {
            ValueType<BtfValue> known = type.get().type();
            if (view.size() >= known.size()) {
                if (view.size() > known.size() && !type.get().openEnded()) {
                    tooLong++;
                }
                return format.line(time, name, known.decode(view));
            }
            tooShort++;
        }
        return format.line(time, name, view.getBytes(0, view.size()));
    }

    /// How many records there were.
    String counts() {
        String all = "%s %d".formatted(BtfText.safe(name), records);
        return hasTrouble()
                ? all + " (%d shorter and %d longer than their type)".formatted(tooShort, tooLong)
                : all;
    }

    /// Whether records did not fit their type.
    boolean hasTrouble() {
        return tooShort + tooLong > 0;
    }
}
