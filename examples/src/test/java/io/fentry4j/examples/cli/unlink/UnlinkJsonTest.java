package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.fixture.Events;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnlinkJsonTest {

    private final UnlinkJson json = new UnlinkJson(false);

    private static final Attachment ATTACHMENT =
            new Attachment(Mode.KPROBE, List.of("do_unlinkat", "do_rmdir"));

    private Map<String, String> parse(KernelString name) throws IOException {
        return parse(json.line(Events.of(name)));
    }

    private static Map<String, String> parse(String line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                fields.put(key, parser.getText());
            }
            assertThat(parser.nextToken()).isNull();
        }
        return fields;
    }

    @Test
    void an_event_is_one_object_with_the_promised_keys() {
        assertThat(json.header(ATTACHMENT)).isEmpty();
        assertThat(json.line(Events.of(KernelString.of("test_file"))))
                .isEqualTo(
                        """
                        {"timestamp":"2026-11-22T14:03:07.218345678Z","pid":4711,"tid":4712,\
                        "uid":1000,"gid":100,"comm":"rm","dirfd":-100,"name":"test_file","ret":0,\
                        "errno":null,"durationNs":41300,"kind":"file","function":"do_unlinkat",\
                        "ppid":4700,"nsPid":1,"cgroupId":42,"mountNamespace":4026531841,\
                        "processStartNs":1000000000,"threadStartNs":1100000000,"path":null,\
                        "pathState":"not_requested","nameSource":"kernel"}\
                        """);
    }

    @Test
    void a_failed_call_has_the_name_of_its_error() {
        assertThat(json.line(Events.of(KernelString.of("rm"), KernelString.of("f"), -2)))
                .contains("\"ret\":-2,\"errno\":\"ENOENT\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "two words",
                "line\nfeed\r\t",
                "\"quoted\" \\ back",
                "\u001b]0;title\u0007\u007f",
                "\u009b31m",
                "txt.\u202egpj",
                "\u2028\ue000",
                "Grüße 删除",
                "\ud83d\ude00 \udb40\udc01",
                "\ufffd",
                "/etc/../x"
            })
    void any_utf_8_comes_back_as_it_was_and_does_nothing_to_a_terminal(String name)
            throws IOException {
        String line = json.line(Events.of(KernelString.of(name)));
        assertThat(parse(line)).containsEntry("name", name).doesNotContainKey("nameBase64");
        assertThat(line.codePoints())
                .noneMatch(c -> Character.isISOControl(c))
                .noneMatch(c -> Character.getType(c) == Character.FORMAT);
    }

    @Test
    void letters_of_all_languages_stay_readable() {
        assertThat(json.line(Events.of(KernelString.of("Grüße 删除")))).contains("\"Grüße 删除\"");
    }

    @Test
    void bytes_that_are_not_utf_8_are_given_exactly_beside_the_readable_name() throws IOException {
        KernelString name = Events.bytes('a', 0xff, 0xc3, 'b');
        Map<String, String> fields = parse(name);
        assertThat(fields).containsEntry("name", "a\ufffd\ufffdb");
        assertThat(Base64.getDecoder().decode(fields.get("nameBase64"))).isEqualTo(name.bytes());
        assertThat(fields).hasSize(23);
    }

    @Test
    void the_name_of_a_thread_may_be_cut_within_a_character() throws IOException {
        KernelString comm = Events.bytes('g', 'r', 0xc3);
        Map<String, String> fields = parse(json.line(Events.of(comm, KernelString.of("f"), 0)));
        assertThat(fields).containsEntry("comm", "gr\ufffd");
        assertThat(Base64.getDecoder().decode(fields.get("commBase64"))).isEqualTo(comm.bytes());
    }

    @Test
    void the_longest_name_is_given_whole() throws IOException {
        String name = "ü".repeat(2047) + "n";
        assertThat(parse(KernelString.of(name))).containsEntry("name", name);
    }

    @Test
    void the_header_is_an_object_of_its_own() {
        assertThat(new UnlinkJson(true).header(ATTACHMENT))
                .containsExactly(
                        "{\"header\":{\"mode\":\"kprobe\",\"functions\":[\"do_unlinkat\",\"do_rmdir\"],"
                                + "\"kernel\":\""
                                + System.getProperty("os.version")
                                + "\"}}");
    }

    @Test
    void only_a_whole_path_is_called_path() throws IOException {
        KernelString name = KernelString.of("f");
        KernelString path = Events.bytes('/', 0xff, '/', 'f');
        assertThat(parse(json.line(Events.of(name, path, PathState.RESOLVED))))
                .containsEntry("path", "/\ufffd/f")
                .containsEntry("pathBase64", Base64.getEncoder().encodeToString(path.bytes()))
                .containsEntry("pathState", "resolved")
                .doesNotContainKey("pathEnd");
        assertThat(parse(json.line(Events.of(name, path, PathState.TRUNCATED))))
                .containsEntry("path", "null")
                .containsEntry("pathEnd", "/\ufffd/f")
                .containsEntry("pathEndBase64", Base64.getEncoder().encodeToString(path.bytes()))
                .containsEntry("pathState", "truncated");
        assertThat(parse(json.line(Events.of(name, KernelString.EMPTY, PathState.NO_DIRECTORY))))
                .containsEntry("path", "null")
                .containsEntry("pathState", "no_directory")
                .doesNotContainKey("pathEnd");
    }

    @Test
    void what_a_call_removed_is_told_and_an_unknown_number_is_null() throws IOException {
        assertThat(parse(json.line(Events.rmdir(Events.of(KernelString.of("d"))))))
                .containsEntry("kind", "directory")
                .containsEntry("function", "do_rmdir")
                .containsEntry("nsPid", "null");
    }
}
