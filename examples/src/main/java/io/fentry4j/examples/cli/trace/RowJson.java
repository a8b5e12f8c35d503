package io.fentry4j.examples.cli.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.examples.cli.json.JsonLine;
import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.AggregationInterval;
import io.fentry4j.trace.CallStack;
import io.fentry4j.trace.Histogram;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One JSON object a row.
///
/// @param key what the rows are by
/// @param numbers what the histograms are of
record RowJson(List<String> key, List<String> numbers) implements RowFormat {

    @Override
    public List<String> lines(String function, AggregationInterval<AggregateRow> counted) {
        return counted.rows().stream().map(row -> line(function, counted, row)).toList();
    }

    private String line(
            String function, AggregationInterval<AggregateRow> counted, AggregateRow row) {
        return JsonLine.object(json -> {
            json.writeStringField("from", counted.from().toString());
            json.writeStringField("to", counted.to().toString());
            json.writeStringField("function", function);
            json.writeObjectFieldStart("key");
            for (int i = 0; i < key.size(); i++) {
                write(json, key.get(i), row.key().get(i));
            }
            json.writeEndObject();
            write(json, "count", row.values().getFirst());
            json.writeObjectFieldStart("histograms");
            for (int i = 0; i < numbers.size(); i++) {
                if (row.values().get(i + 1) instanceof Histogram histogram) {
                    write(json, numbers.get(i), histogram);
                }
            }
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, String name, @Nullable Object value)
            throws IOException {
        switch (value) {
            case null -> json.writeNullField(name);
            case Long number -> json.writeNumberField(name, number);
            case BigInteger number -> json.writeNumberField(name, number);
            case Boolean truth -> json.writeBooleanField(name, truth);
            case Duration time -> json.writeNumberField(name, time.toNanos());
            case CallStack stack -> JsonLine.write(json, name, StackText.frames(stack));
            default -> json.writeStringField(name, value.toString());
        }
    }

    private static void write(JsonGenerator json, String name, Histogram histogram)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Histogram.Bucket bucket : histogram.buckets()) {
            json.writeStartObject();
            json.writeNumberField("from", bucket.from());
            json.writeNumberField("to", bucket.to());
            json.writeNumberField("count", bucket.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
