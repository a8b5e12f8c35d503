package io.fentry4j.tracelog;

import io.fentry4j.data.KernelString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes the text of a `trace_pipe` apart (`trace_print_context` in `kernel/trace/trace_output.c`).
///
/// A thread's name can hold anything: blanks, brackets, dashes, even a line feed. What makes it
/// findable is that the kernel writes it right-aligned into 16 bytes. A message can have line feeds
/// too, so it ends where the next one begins, or where the kernel has no more to say.
///
/// Bytes are kept as characters of ISO 8859-1, one for one.
final class TraceLogParser {

    /// More than the kernel puts together for one message (`TRACE_SEQ_SIZE`).
    private static final int LONGEST_MESSAGE = 16 << 10;

    private static final Pattern CONTEXT =
            Pattern.compile(
                    """
                    (?<comm>.{16})-(?<pid>\\d{1,10})[ ]+\
                    (?:\\((?<tgid>-------|[ ]*\\d{1,10})\\)[ ]+)?\
                    \\[(?<cpu>\\d{3,6})][ ]\
                    (?:(?<flags>\\S{4,8})[ ])?[ ]*\
                    (?<seconds>\\d{1,12})(?:\\.(?<micros>\\d{6}))?:[ ]\
                    (?:(?<event>[\\w.]+):[ ])?\
                    """,
                    Pattern.DOTALL);

    /// Longer than all that the pattern matches, but for the name of the event.
    private static final int LONGEST_CONTEXT = 128;

    private static final Pattern LOSS =
            Pattern.compile("CPU:(?<cpu>\\d{1,6}) \\[LOST (?:(?<count>\\d{1,18}) )?EVENTS]\n");

    private final Queue<TraceEntry> entries = new ArrayDeque<>();
    private String unread = "";
    private @Nullable Message message;

    /// A message of which more lines may come.
    private record Message(TraceLine head, StringBuilder text) {
        TraceLine line() {
            return new TraceLine(
                    head.comm(),
                    head.pid(),
                    head.tgid(),
                    head.cpu(),
                    head.flags(),
                    head.micros(),
                    head.event(),
                    bytes(withoutLineFeedsAtEnd(text)));
        }
    }

    /// The next entry; null if what was taken so far has no more.
    @Nullable TraceEntry next() {
        return entries.poll();
    }

    /// Takes the next `length` bytes, which can begin and end anywhere.
    void take(byte[] bytes, int length) {
        unread += new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        parse(false);
    }

    /// The kernel has no more now, so what it has written is whole: it never writes half a message.
    void pause() {
        parse(true);
        endMessage();
    }

    private void parse(boolean whole) {
        Matcher context = CONTEXT.matcher(unread);
        Matcher loss = LOSS.matcher(unread);
        int at = 0;
        while (at < unread.length()) {
            if (!whole && unread.length() - at < LONGEST_CONTEXT) {
                break; // it may be the beginning of a context
            }
            int textAt = at;
            boolean begins = context.region(at, unread.length()).lookingAt();
            if (begins) {
                textAt = context.end();
            }
            int end = unread.indexOf('\n', textAt);
            if (end < 0) {
                break;
            }
            String line = unread.substring(textAt, end);
            if (begins) {
                endMessage();
                message = new Message(head(context), new StringBuilder(line));
            } else if (loss.region(at, unread.length()).lookingAt()) {
                endMessage();
                entries.add(loss(loss));
            } else {
                addLine(line);
            }
            at = end + 1;
        }
        unread = unread.substring(at);
    }

    private void addLine(String line) {
        Message current = message;
        if (current != null && current.text.length() + line.length() < LONGEST_MESSAGE) {
            current.text.append('\n').append(line);
        } else {
            endMessage();
            entries.add(new OtherLine(bytes(line)));
        }
    }

    private void endMessage() {
        Message current = message;
        message = null;
        if (current != null) {
            entries.add(current.line());
        }
    }

    private static String withoutLineFeedsAtEnd(StringBuilder text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end);
    }

    private static TraceLine head(Matcher context) {
        return new TraceLine(
                bytes(context.group("comm").replaceFirst("^ +", "")),
                (int) Math.min(Long.parseLong(context.group("pid")), Integer.MAX_VALUE),
                number(context.group("tgid")),
                Integer.parseInt(context.group("cpu")),
                orEmpty(context.group("flags")),
                micros(context),
                orEmpty(context.group("event")),
                KernelString.EMPTY);
    }

    private static OptionalInt number(@Nullable String text) {
        return text == null || text.startsWith("-")
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(text.strip()));
    }

    private static OptionalLong micros(Matcher context) {
        @Nullable String micros = context.group("micros");
        return micros == null
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Long.parseLong(context.group("seconds")) * 1_000_000
                                + Long.parseLong(micros));
    }

    private static TraceLoss loss(Matcher loss) {
        @Nullable String count = loss.group("count");
        return new TraceLoss(
                Integer.parseInt(loss.group("cpu")),
                count == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(count)));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static KernelString bytes(String latin1) {
        return KernelString.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
