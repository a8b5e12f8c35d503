package io.fentry4j.examples.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.BtfValue;
import io.fentry4j.data.KernelString;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordFormatTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    /// `a`, an escape character, a quote, and a byte that is not UTF-8.
    private static final BtfValue HOSTILE =
            new BtfValue.Text(KernelString.of(new byte[] {'a', 0x1b, '"', (byte) 0xff}));

    private final RecordFormat text = new RecordText(ZoneOffset.UTC);
    private final RecordFormat json = new RecordJson();

    private static BtfValue.Field field(String name, BtfValue value) {
        return new BtfValue.Field(name, value);
    }

    private static BtfValue number(String value) {
        return new BtfValue.Int(new BigInteger(value));
    }

    private static final BtfValue RECORD =
            new BtfValue.Struct(
                    List.of(
                            field("big", number("18446744073709551615")),
                            field("on", new BtfValue.Bool(true)),
                            field("half", new BtfValue.Real(0.5)),
                            field("at", new BtfValue.Pointer(-1)),
                            field("color", new BtfValue.Enum(Optional.of("RED"), BigInteger.ONE)),
                            field("other", new BtfValue.Enum(Optional.empty(), BigInteger.TWO)),
                            field("name", HOSTILE),
                            field("names", new BtfValue.Array(List.of(HOSTILE, number("1")))),
                            field("in", new BtfValue.Struct(List.of(field("x", number("-1")))))));

    @Test
    void text_has_a_field_for_each_member_and_nothing_that_a_terminal_acts_on() {
        assertThat(text.line(TIME, "events", RECORD))
                .isEqualTo(
                        "03:04:05.678 events big=18446744073709551615 on=true half=0.5"
                                + " at=0xffffffffffffffff color=RED other=2 name=\"a\\x1b\\\"\\xff\""
                                + " names=[\"a\\x1b\\\"\\xff\", 1] in={x=-1}");
    }

    @Test
    void json_has_exact_numbers_and_the_exact_bytes_of_what_is_not_utf8() {
        assertThat(json.line(TIME, "events", RECORD))
                .isEqualTo(
                        "{\"time\":\"2026-01-02T03:04:05.678Z\",\"map\":\"events\",\"record\":{"
                                + "\"big\":18446744073709551615,\"on\":true,\"half\":0.5,"
                                + "\"at\":18446744073709551615,\"color\":\"RED\",\"other\":2,"
                                + "\"name\":\"a\\u001B\\\"\ufffd\",\"nameBase64\":\"YRsi/w==\","
                                + "\"names\":[{\"base64\":\"YRsi/w==\"},1],\"in\":{\"x\":-1}}}");
    }

    @Test
    void a_record_without_a_type_is_its_bytes() {
        byte[] bytes = {1, (byte) 0xff};
        assertThat(text.line(TIME, "rb", bytes)).isEqualTo("03:04:05.678 rb 2 bytes: 01ff");
        assertThat(json.line(TIME, "rb", bytes))
                .isEqualTo(
                        "{\"time\":\"2026-01-02T03:04:05.678Z\",\"map\":\"rb\","
                                + "\"recordBase64\":\"Af8=\"}");
    }

    @Test
    void names_that_somebody_has_made_to_harm_a_terminal_are_escaped() {
        BtfValue record = new BtfValue.Struct(List.of(field("\u001b[2J", number("1"))));
        assertThat(text.line(TIME, "\u001b", record)).isEqualTo("03:04:05.678 \\x1b \\x1b[2J=1");
        assertThat(json.line(TIME, "\u009b", record)).doesNotContain("\u001b", "\u009b");
    }
}
