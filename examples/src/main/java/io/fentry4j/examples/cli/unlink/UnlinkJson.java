package io.fentry4j.examples.cli.unlink;

import static io.fentry4j.examples.cli.json.JsonLine.object;
import static io.fentry4j.examples.cli.json.JsonLine.write;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.Errno;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// One JSON object a line.
///
/// The keys of an event are always `timestamp` (ISO-8601, UTC), `pid`, `tid`, `uid`, `gid`, `comm`,
/// `dirfd`, `name`, `ret`, `errno` (its name, or null), `durationNs`, `kind`, `function`, `ppid`,
/// `nsPid` (null: not known), `cgroupId`, `mountNamespace`, `processStartNs`, `threadStartNs`,
/// `path` (null unless the whole of it is known), `pathState`, `nameSource`, in this order. A path
/// of which only the end is known (`pathState` is `truncated`) is in `pathEnd`, after `path`.
///
/// A string that is not UTF-8 has its exact bytes beside it:
/// [io.fentry4j.examples.cli.json.JsonLine].
final class UnlinkJson implements UnlinkFormat {

    private final boolean withHeader;

    /// @param withHeader whether the first object is `{"header":{…}}`
    UnlinkJson(boolean withHeader) {
        this.withHeader = withHeader;
    }

    @Override
    public List<String> header(Attachment attachment) {
        return withHeader ? List.of(object(json -> writeHeader(json, attachment))) : List.of();
    }

    private static void writeHeader(JsonGenerator json, Attachment attachment) throws IOException {
        json.writeObjectFieldStart("header");
        json.writeStringField("mode", lower(attachment.mode()));
        write(json, "functions", attachment.functions());
        json.writeStringField("kernel", System.getProperty("os.version"));
        json.writeEndObject();
    }

    @Override
    public List<String> tablesHeader(Attachment attachment) {
        return header(attachment);
    }

    @Override
    public String line(UnlinkEvent event) {
        return object(json -> writeEvent(json, event));
    }

    private static void writeEvent(JsonGenerator json, UnlinkEvent event) throws IOException {
        json.writeStringField("timestamp", event.timestamp().toString());
        json.writeNumberField("pid", event.pid());
        json.writeNumberField("tid", event.tid());
        json.writeNumberField("uid", event.uid());
        json.writeNumberField("gid", event.gid());
        write(json, "comm", event.comm());
        json.writeNumberField("dirfd", event.dirfd());
        write(json, "name", event.name());
        json.writeNumberField("ret", event.ret());
        json.writeStringField("errno", event.errno().map(Errno::name).orElse(null));
        json.writeNumberField("durationNs", event.durationNanos());
        json.writeStringField("kind", lower(event.kind()));
        json.writeStringField("function", event.function());
        json.writeNumberField("ppid", event.parentPid());
        if (event.namespacePid() == 0) {
            json.writeNullField("nsPid");
        } else {
            json.writeNumberField("nsPid", event.namespacePid());
        }
        json.writeNumberField("cgroupId", event.cgroupId());
        json.writeNumberField("mountNamespace", event.mountNamespace());
        json.writeNumberField("processStartNs", event.processStartNanos());
        json.writeNumberField("threadStartNs", event.threadStartNanos());
        writePath(json, event);
        json.writeStringField("nameSource", lower(event.nameSource()));
    }

    private static void writePath(JsonGenerator json, UnlinkEvent event) throws IOException {
        if (event.pathState() == PathState.RESOLVED) {
            write(json, "path", event.path());
        } else {
            json.writeNullField("path");
        }
        if (event.pathState() == PathState.TRUNCATED) {
            write(json, "pathEnd", event.path());
        }
        json.writeStringField("pathState", lower(event.pathState()));
    }

    @Override
    public List<String> tables(UnlinkTables tables) {
        return List.of(object(json -> TableJson.write(json, tables)));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
