package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j run` with an object and a package that this project did not make.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class RunFentryTest {

    @TempDir private static Path folder;

    private static Path object;

    @BeforeAll
    static void compile() throws Exception {
        object = RunObjectTest.compile("kernel-tests/src/test/bpf/deletions.bpf.c", folder);
    }

    private static CommandLine started(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(CommandLine.launcher(), "run"));
        command.addAll(arguments);
        return CommandLine.start(folder, command);
    }

    private static CommandLine attached(List<String> arguments) throws Exception {
        CommandLine run = started(arguments);
        run.awaitAttached();
        return run;
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    @Test
    void an_object_is_attached_and_its_records_are_decoded() throws Exception {
        CommandLine run =
                attached(List.of("--count", "2", object.toString(), "--", "--only_pid", pid()));
        Files.delete(Files.createFile(folder.resolve("victim")));
        Native.unlink(folder + "/no");

        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .matches(
                        "(?s)\\S+ deletions pid=%1$s ret=0 comm=\"[^\"]+\"\n".formatted(pid())
                                + "\\S+ deletions pid=%1$s ret=-2 comm=\"[^\"]+\"\n"
                                        .formatted(pid()));
        assertThat(run.err())
                .contains("attached on_unlink (do_unlinkat), at_call (ksyscall/unlinkat); Ctrl-C")
                .contains("deletions: struct deletion, by variable unused")
                .contains("records deletions 2");
    }

    @Test
    void what_cannot_be_attached_is_told_and_the_rest_goes_on() throws Exception {
        CommandLine run = started(List.of("--quiet", "--duration", "0", object.toString()));
        assertThat(run.exitStatus()).isZero();
        assertThat(run.err())
                .startsWith(
                        "fentry4j: attach 'pass' to xdp: such a program does not attach by its"
                                + " section alone (EOPNOTSUPP, -95)");
    }

    @Test
    void a_package_is_attached_with_its_options_and_its_record_type() throws Exception {
        Path file = folder.resolve("package.json");
        Files.writeString(
                file,
                """
                {"bpf_object": "%s", "bpf_object_size": %d, "meta": {
                    "eunomia_version": "0.3.3",
                    "export_types": [{"name": "deletion", "members": [], "size": 24, "type_id": 0}],
                    "bpf_skel": {"obj_name": "deletions", "maps": [{"name": "deletions",
                        "ident": "deletions"}], "progs": [{"name": "on_unlink",
                        "attach": "fexit/do_unlinkat", "link": true}],
                        "data_sections": [{"name": ".rodata", "variables": [
                            {"name": "only_failed", "type": "bool", "value": true},
                            {"name": "only_pid", "type": "int",
                             "cmdarg": {"long": "pid", "short": "p"}}]}]}}}
                """
                        .formatted(compressed(Files.readAllBytes(object)), Files.size(object)));
        CommandLine run =
                attached(List.of("--json", "--count", "1", file.toString(), "--", "-p", pid()));
        Files.delete(Files.createFile(folder.resolve("victim")));
        Native.unlink(folder + "/no");

        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .matches(
                        "\\{\"time\":\"\\S+Z\",\"map\":\"deletions\",\"record\":\\{\"pid\":%s,\"ret\":-2,\"comm\":\"[^\"]+\"}}\n"
                                .formatted(pid()));
        assertThat(run.err()).contains("struct deletion, by export_types of the package");
    }

    @Test
    void an_interrupt_detaches_and_tells_how_many_there_were() throws Exception {
        CommandLine run = attached(List.of(object.toString(), "--", "--only_pid", pid()));
        Native.unlink(folder + "/no");
        run.signal("INT");

        assertThat(run.exitStatus()).isEqualTo(130);
        assertThat(run.out()).contains("ret=-2");
        assertThat(run.err()).contains("records deletions 1");
    }

    private static String compressed(byte[] elf) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zlib = new DeflaterOutputStream(bytes)) {
            zlib.write(elf);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
