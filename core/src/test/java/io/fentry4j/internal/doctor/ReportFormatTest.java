package io.fentry4j.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.doctor.DoctorReport;
import io.fentry4j.doctor.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportFormatTest {

    private static DoctorReport report(Check... checks) {
        return new DoctorReport(
                "f",
                new Verdict(
                        Verdict.Outcome.KPROBE,
                        "f",
                        List.of(),
                        Optional.of("there is no BTF"),
                        List.of("get some")),
                List.of(checks));
    }

    @Test
    void json_has_all_keys_in_order() {
        Check check =
                Check.ok(CheckName.SYMBOL)
                        .saw("a", 1)
                        .saw("b", "x")
                        .because(CheckStatus.FAILED, "gone")
                        .fix("one")
                        .fix("two")
                        .follows(CheckName.FUNCTION);
        assertThat(report(Check.ok(CheckName.JIT), check).toJson())
                .isEqualTo(
                        """
                        {"function":"f",\
                        "verdict":{"outcome":"kprobe","target":"f",\
                        "text":"use a kprobe on f, because there is no BTF; do: get some",\
                        "limits":[],"cause":"there is no BTF","advice":["get some"]},\
                        "checks":[{"name":"JIT","status":"ok","observed":{},"cause":null,"fix":[],\
                        "followsFrom":null},\
                        {"name":"symbol","status":"failed","observed":{"a":"1","b":"x"},\
                        "cause":"gone","fix":["one","two"],"followsFrom":"function"}]}\
                        """);
    }

    @Test
    void json_strings_are_escaped() {
        assertThat(new JsonText().value("\"\\/\n\r\t\b\u0000\u001b\u007f\u009b é 😀 \ud83d!\ude00"))
                .hasToString(
                        "\"\\\"\\\\/\\n\\r\\t\\u0008\\u0000\\u001b\\u007f\\u009b é 😀 \\ud83d!\\ude00\"");
    }

    @Test
    void text_has_a_line_for_each_part_and_the_verdict_last() {
        Check check =
                Check.ok(CheckName.FENTRY_LOAD)
                        .saw("target", "f")
                        .because(CheckStatus.FAILED, "gone")
                        .fix("bring it back")
                        .follows(CheckName.FUNCTION);
        assertThat(report(Check.ok(CheckName.JIT), check))
                .hasToString(
                        """
                        ok  JIT
                        x   fentry load       target=f
                                              cause: gone
                                              follows from: function
                                              fix: bring it back

                        verdict: use a kprobe on f, because there is no BTF; do: get some\
                        """);
    }

    @Test
    void text_is_never_wider_than_100_characters() {
        String word = "w".repeat(250);
        String words = "word ".repeat(60).trim();
        Check check =
                Check.ok(CheckName.SIGNATURE)
                        .saw("signature", word)
                        .because(CheckStatus.WARNING, words);
        String text = report(check).toString();

        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
        assertThat(text.replaceAll("\n\\s+", "")).contains("signature=" + word);
        assertThat(text.replaceAll("\n\\s+", " ")).contains("cause: " + words);
    }
}
