package io.fentry4j.examples.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fentry4j.failure.InvalidObjectException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EunomiaPackageTest {

    private static final byte[] OBJECT = "an object".getBytes(UTF_8);
    private static final String EMPTY = "\"bpf_skel\": {}";

    private static ObjectFile read(String json) {
        return EunomiaPackage.read("test.json", json.getBytes(UTF_8));
    }

    private static ObjectFile readMeta(String meta) throws IOException {
        return EunomiaPackage.read("test.json", Packages.with(OBJECT, meta));
    }

    @Test
    void the_object_is_what_was_compressed() throws IOException {
        ObjectFile file = readMeta(EMPTY);
        assertThat(file.name()).isEqualTo("test");
        assertThat(file.elf()).isEqualTo(OBJECT);
        assertThat(file.info().format()).isEqualTo("eunomia-bpf package 0.3.3");
    }

    @Test
    void an_object_that_compresses_well_is_inflated_whole() throws IOException {
        byte[] large = new byte[5_000_000];
        large[4_999_999] = 1;
        assertThat(EunomiaPackage.read("t", Packages.with(large, EMPTY)).elf()).isEqualTo(large);
    }

    @Test
    void exported_types_are_hints_for_the_records() throws IOException {
        PackageInfo info =
                readMeta(EMPTY + ", \"export_types\": [{\"name\": \"event\", \"type_id\": 613}]")
                        .info();
        assertThat(info.exported())
                .containsExactly(RecordHint.ofId(613, "event", "export_types of the package"));
    }

    @Test
    void a_map_can_say_what_its_records_are() throws IOException {
        PackageInfo info =
                readMeta(
                                """
                                "enable_multiple_export_types": true,
                                "bpf_skel": {"maps": [
                                    {"name": "rb", "export_config": {"btf_type_id": 316}},
                                    {"name": "start", "export_config": "no_export"},
                                    {"name": "other"}]}
                                """)
                        .info();
        assertThat(info.records())
                .containsExactly(
                        java.util.Map.entry(
                                "rb", RecordHint.ofId(316, "", "export_config of the package")));
    }

    @Test
    void the_oldest_layout_has_no_size_and_types_with_a_btf_of_their_own() throws IOException {
        PackageInfo info =
                read("""
                {"bpf_object": "%s", "meta": {"bpf_skel": {}, "export_types":
                    {"structs": [{"id": 2, "name": "event"}]}}}
                """
                                .formatted(Packages.compressed(OBJECT)))
                        .info();
        assertThat(info.exported())
                .extracting(RecordHint::typeId, RecordHint::name)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Optional.of(2), "event"));
    }

    @Test
    void variables_have_names_help_and_values_for_the_command_line() throws IOException {
        PackageInfo info =
                readMeta(
                                """
                                "bpf_skel": {"doc": {"brief": "Traces execs"}, "data_sections": [
                                    {"name": ".rodata", "variables": [
                                        {"name": "min", "type": "int", "value": 7, "cmdarg":
                                            {"long": "minimum", "short": "m", "help": "at least",
                                             "default": 9}},
                                        {"name": "on", "type": "bool", "value": true,
                                         "description": "whether"}]}]}
                                """)
                        .info();
        assertThat(info.description()).isEqualTo("Traces execs");
        assertThat(info.options())
                .containsEntry(
                        "min",
                        new OptionHint(
                                Optional.of("minimum"),
                                Optional.of("m"),
                                Optional.of("at least"),
                                Optional.of("9")))
                .containsEntry(
                        "on",
                        new OptionHint(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("whether"),
                                Optional.of("true")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                  | Unexpected end-of-input",
                "[]                                 | it is no single JSON object",
                "{} {}                              | it is no single JSON object",
                "{\"a\": x\u009b}                   | Unrecognized token 'x\\u{9B}'",
                "{}                                 | it has no member 'meta'",
                "{\"meta\": 1}                      | its member 'meta' is no object",
                "{\"meta\": {\"bpf_skel\": {}}}     | it has no member 'bpf_object'",
                "{\"meta\": {\"bpf_skel\": {}}, \"bpf_object\": \"*\"} | its bpf_object is no base64",
                "{\"meta\": {\"bpf_skel\": {}}, \"bpf_object\": \"\"} | ends too early",
                "{\"meta\": {\"bpf_skel\": {}}, \"bpf_object\": \"AAAA\"} | is not compressed by zlib",
                "{\"meta\": {\"bpf_skel\": {}}, \"bpf_object\": \"eJw=\"} | ends too early",
                "{\"meta\": {\"bpf_skel\": {}}, \"bpf_object\": \"\", \"bpf_object_size\": 1e99}"
                        + " | which is no size or id",
            })
    void damage_is_told(String json, String cause) {
        assertThatExceptionOfType(InvalidObjectException.class)
                .isThrownBy(() -> read(json))
                .withMessageStartingWith("read 'test.json': it is no eunomia-bpf package")
                .withMessageContaining(cause);
    }

    @ParameterizedTest
    @CsvSource({"3, inflates to more than 3 bytes", "10, 'has 9 bytes, bpf_object_size says 10'"})
    void an_object_of_another_size_than_declared_is_refused(int size, String cause)
            throws IOException {
        String json =
                "{\"bpf_object\": \"%s\", \"bpf_object_size\": %d, \"meta\": {\"bpf_skel\": {}}}"
                        .formatted(Packages.compressed(OBJECT), size);
        assertThatExceptionOfType(InvalidObjectException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining(cause);
    }

    @Test
    void a_bomb_is_refused_before_it_is_inflated() throws IOException {
        String bomb = Packages.compressed(new byte[(64 << 20) + 1]);
        String json = "{\"bpf_object\": \"%s\", \"meta\": {\"bpf_skel\": {}}}".formatted(bomb);
        assertThatExceptionOfType(InvalidObjectException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining("inflates to more than 67108864 bytes");
    }
}
