package io.fentry4j.examples.cli.unlink;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.examples.cli.json.JsonLine;
import java.io.IOException;

/// A summary as the member `summary` of a JSON object.
///
/// For each table: `top`, the rows with most calls (`deleted`, `failed`, `timeNs`, and `pid`,
/// `processStartNs`, `comm`, or `directory`, `resolved`, or `errno`); `more`, the sum of `keys`
/// rows that are not among them; `others`, the sum of what came with a key when there were 10,000
/// already.
final class TableJson {

    /// Writes what a row is about.
    @FunctionalInterface
    private interface Key<K> {
        void write(JsonGenerator json, TopTable.Row<K> row) throws IOException;
    }

    private TableJson() {}

    static void write(JsonGenerator json, UnlinkTables tables) throws IOException {
        json.writeObjectFieldStart("summary");
        if (tables.has(SummaryBy.PROCESS)) {
            write(json, SummaryBy.PROCESS, tables.processes(), TableJson::writeProcess);
        }
        if (tables.has(SummaryBy.DIRECTORY)) {
            write(json, SummaryBy.DIRECTORY, tables.directories(), TableJson::writeDirectory);
        }
        if (tables.has(SummaryBy.ERRNO)) {
            write(json, SummaryBy.ERRNO, tables.errnos(), TableJson::writeErrno);
        }
        json.writeEndObject();
    }

    private static <K extends Comparable<K>> void write(
            JsonGenerator json, SummaryBy by, TopTable<K> table, Key<K> key) throws IOException {
        json.writeObjectFieldStart(by.key());
        json.writeArrayFieldStart("top");
        for (TopTable.Row<K> row : table.top()) {
            json.writeStartObject();
            key.write(json, row);
            write(json, row.tally());
            json.writeEndObject();
        }
        json.writeEndArray();
        TopTable.More more = table.more();
        json.writeObjectFieldStart("more");
        json.writeNumberField("keys", more.keys());
        write(json, more.tally());
        json.writeEndObject();
        json.writeObjectFieldStart("others");
        write(json, table.others());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Tally tally) throws IOException {
        json.writeNumberField("deleted", tally.deleted());
        json.writeNumberField("failed", tally.failed());
        json.writeNumberField("timeNs", tally.nanos());
    }

    private static void writeProcess(JsonGenerator json, TopTable.Row<UnlinkTables.ProcessKey> row)
            throws IOException {
        json.writeNumberField("pid", row.key().pid());
        json.writeNumberField("processStartNs", row.key().startNanos());
        JsonLine.write(json, "comm", row.name());
    }

    private static void writeDirectory(
            JsonGenerator json, TopTable.Row<UnlinkTables.DirectoryKey> row) throws IOException {
        JsonLine.write(json, "directory", row.key().path());
        json.writeBooleanField("resolved", row.key().known());
    }

    private static void writeErrno(JsonGenerator json, TopTable.Row<Integer> row)
            throws IOException {
        json.writeStringField("errno", row.key() == 0 ? null : row.name().toString());
    }
}
