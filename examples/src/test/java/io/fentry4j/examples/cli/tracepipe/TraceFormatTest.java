package io.fentry4j.examples.cli.tracepipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.tracelog.OtherLine;
import io.fentry4j.tracelog.TraceLine;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TraceFormatTest {

    private static final TraceLine PRINTK = line("rm", "d..21", "bpf_trace_printk", "ret = 0");
    private static final OtherLine OTHER = new OtherLine(KernelString.of("  odd\u001b"));

    static TraceLine line(String comm, String flags, String event, String text) {
        return new TraceLine(
                KernelString.of(comm),
                9290,
                OptionalInt.empty(),
                4,
                flags,
                OptionalLong.of(4_637_000_698L),
                event,
                KernelString.of(text));
    }

    @Test
    void columns_stand_below_their_heads() {
        TraceColumns columns = new TraceColumns();

        assertThat(columns.header())
                .contains("          TIME     PID COMM            CPU FLAGS TEXT");
        assertThat(columns.line(PRINTK))
                .isEqualTo("   4637.000698    9290 rm                4 d..21 ret = 0");
    }

    @Test
    void columns_name_other_events_and_escape_what_a_terminal_acts_on() {
        TraceColumns columns = new TraceColumns();

        assertThat(columns.line(line("r\u001bm", "", "sched_switch", "a\nb")))
                .isEqualTo("   4637.000698    9290 r\\x1bm            4       sched_switch: a\\nb");
        assertThat(columns.line(OTHER)).isEqualTo("  odd\\x1b");
    }

    @Test
    void json_has_all_parts() {
        TraceJson json = new TraceJson();

        assertThat(json.header()).isEmpty();
        assertThat(json.line(PRINTK))
                .isEqualTo(
                        "{\"timeUs\":4637000698,\"pid\":9290,\"tgid\":null,\"comm\":\"rm\",\"cpu\":4,"
                                + "\"flags\":\"d..21\",\"event\":\"bpf_trace_printk\",\"text\":\"ret"
                                + " = 0\"}");
        assertThat(json.line(OTHER)).isEqualTo("{\"line\":\"  odd\\u001B\"}");
    }

    @Test
    void json_says_what_is_not_known_and_keeps_the_bytes() {
        TraceLine line =
                new TraceLine(
                        KernelString.of(new byte[] {(byte) 0xff}),
                        0,
                        OptionalInt.of(7),
                        0,
                        "",
                        OptionalLong.empty(),
                        "",
                        KernelString.of("\u0085"));

        assertThat(new TraceJson().line(line))
                .isEqualTo(
                        "{\"timeUs\":null,\"pid\":0,\"tgid\":7,\"comm\":\"\ufffd\",\"commBase64\":"
                                + "\"/w==\",\"cpu\":0,\"flags\":\"\",\"event\":\"\",\"text\":\"\\u0085\"}");
    }
}
