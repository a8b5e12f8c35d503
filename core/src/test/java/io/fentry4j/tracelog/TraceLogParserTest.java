package io.fentry4j.tracelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines as Linux 6.1 and 6.12 write them.
class TraceLogParserTest {

    private static final String RM = "              rm-9290    [004] d..21  4637.798698: ";
    private static final String PRINTK = "bpf_trace_printk: ";

    private static List<TraceEntry> parse(String text) {
        return parse(text, text.length());
    }

    /// In pieces, with a pause of the kernel's at the end.
    private static List<TraceEntry> parse(String text, int piece) {
        TraceLogParser parser = new TraceLogParser();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int start = 0; start < bytes.length; start += piece) {
            int length = Math.min(piece, bytes.length - start);
            byte[] part = new byte[length];
            System.arraycopy(bytes, start, part, 0, length);
            parser.take(part, length);
        }
        parser.pause();
        return rest(parser);
    }

    private static List<TraceEntry> rest(TraceLogParser parser) {
        List<TraceEntry> entries = new ArrayList<>();
        for (TraceEntry entry = parser.next(); entry != null; entry = parser.next()) {
            entries.add(entry);
        }
        return entries;
    }

    private static TraceLine only(String text) {
        assertThat(parse(text)).hasSize(1);
        return (TraceLine) parse(text).getFirst();
    }

    private static TraceLine line(String comm, int pid, String text) {
        return new TraceLine(
                KernelString.of(comm),
                pid,
                OptionalInt.empty(),
                4,
                "d..21",
                OptionalLong.of(4_637_798_698L),
                TraceLine.BPF_PRINTK,
                KernelString.of(text));
    }

    @Test
    void a_line_of_bpf_printk_has_all_parts() {
        assertThat(only(RM + PRINTK + "filename = test_file\n"))
                .isEqualTo(line("rm", 9290, "filename = test_file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<...>",
                "<idle>",
                "a b-1 [0] (2)",
                "kworker/0:1",
                "x-12   [001] d",
                "\u00ff"
            })
    void any_name_of_a_thread_is_found_by_its_place(String comm) {
        String text = " ".repeat(16 - comm.length()) + comm + RM.substring(16) + PRINTK + "x\n";

        assertThat(only(text).comm().bytes()).isEqualTo(comm.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(only(text).pid()).isEqualTo(9290);
    }

    @Test
    void a_line_feed_in_a_threads_name_is_part_of_it() {
        String odd = "             a\nb" + RM.substring(16) + PRINTK + "second\n";

        assertThat(parse(RM + PRINTK + "first\n" + odd))
                .containsExactly(line("rm", 9290, "first"), line("a\nb", 9290, "second"));
    }

    @Test
    void line_feeds_at_the_end_of_a_message_are_dropped_and_those_inside_kept() {
        assertThat(parse(RM + PRINTK + "one\n\n" + RM + PRINTK + "two\n\nthree\n\n"))
                .containsExactly(line("rm", 9290, "one"), line("rm", 9290, "two\n\nthree"));
    }

    @Test
    void bytes_that_are_not_utf_8_are_kept() {
        assertThat(only(RM + PRINTK + "\u00ff\u001b[2J\n").text().escaped())
                .isEqualTo("\\xff\\x1b[2J");
    }

    @Test
    void losses_are_told_by_cpu_with_and_without_a_number() {
        assertThat(parse(RM + PRINTK + "x\nCPU:1 [LOST 12 EVENTS]\nCPU:0 [LOST EVENTS]\n"))
                .containsExactly(
                        line("rm", 9290, "x"),
                        new TraceLoss(1, OptionalLong.of(12)),
                        new TraceLoss(0, OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 4095})
    void pieces_of_any_size_give_the_same_entries(int piece) {
        String text =
                (RM + PRINTK + "a\nb\n").repeat(20)
                        + "CPU:1 [LOST 12 EVENTS]\n"
                        + RM
                        + PRINTK
                        + "last\n";

        assertThat(parse(text, piece)).isEqualTo(parse(text)).hasSize(22);
    }

    @Test
    void a_message_waits_for_the_kernels_pause_because_more_lines_may_come() {
        TraceLogParser parser = new TraceLogParser();
        byte[] first = (RM + PRINTK + "a\n").getBytes(StandardCharsets.ISO_8859_1);
        parser.take(first, first.length);
        assertThat(parser.next()).isNull();
        byte[] second = "b\n".getBytes(StandardCharsets.ISO_8859_1);
        parser.take(second, second.length);
        parser.pause();

        assertThat(rest(parser)).containsExactly(line("rm", 9290, "a\nb"));
    }

    @Test
    void other_events_have_their_name_and_may_have_none() {
        assertThat(only(RM + "sched_wakeup: comm=x pid=1\n").event()).isEqualTo("sched_wakeup");
        assertThat(only(RM + "vfs_read <-ksys_read\n").event()).isEmpty();
    }

    @Test
    void the_options_of_tracefs_change_the_context() {
        String end = "tracing_mark_write: x\n";
        assertThat(
                        only("           <...>-172     (    171) [000] .....    51.561462: " + end)
                                .tgid())
                .hasValue(171);
        assertThat(
                        only("           <...>-172     (-------) [000] .....    51.561462: " + end)
                                .tgid())
                .isEmpty();
        TraceLine withoutFlags = only("           <...>-172     [000]     51.574812: " + end);
        assertThat(withoutFlags.flags()).isEmpty();
        assertThat(withoutFlags.micros()).hasValue(51_574_812);
        assertThat(only("           <...>-172     [000] ..... 312411121213: " + end).micros())
                .isEmpty();
    }

    @Test
    void lines_without_a_context_are_handed_over_as_they_are() {
        assertThat(parse("tracing_mark_write: x\n  cat-10  0d..2 1us : y\n\n"))
                .containsExactly(
                        new OtherLine(KernelString.of("tracing_mark_write: x")),
                        new OtherLine(KernelString.of("  cat-10  0d..2 1us : y")),
                        new OtherLine(KernelString.EMPTY));
    }

    @Test
    void a_message_does_not_grow_without_a_bound() {
        List<TraceEntry> entries = parse(RM + PRINTK + "x\n" + "no context at all\n".repeat(2000));

        assertThat(entries).hasSizeGreaterThan(2);
        assertThat(((TraceLine) entries.getFirst()).text().length()).isLessThan(16 << 10);
    }
}
