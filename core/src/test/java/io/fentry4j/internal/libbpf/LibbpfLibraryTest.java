package io.fentry4j.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibbpfLibraryTest {

    private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";
    private static final String DENY = "--illegal-native-access=deny";

    @TempDir private Path directory;

    private ChildJvm run(String... options) throws Exception {
        return ChildJvm.run(directory, OpenGarbage.class, options);
    }

    @Test
    void a_missing_library_is_told_with_the_package_to_install_each_time() throws Exception {
        ChildJvm child = run(ALLOWED, DENY, "-Dio.fentry4j.libbpf=/nonexistent/libbpf.so.1");

        assertThat(child.report())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line)
                                .startsWith(
                                        "LibbpfUnavailableException: load libbpf: the"
                                                + " library /nonexistent/libbpf.so.1 was"
                                                + " not found")
                                .contains("apt install libbpf1")
                                .contains("dnf install libbpf")
                                .contains("-Dio.fentry4j.libbpf=FILE"));
        assertThat(child.output()).isEmpty();
    }

    @Test
    void a_library_without_the_functions_of_1_0_is_too_old() throws Exception {
        ChildJvm child = run(ALLOWED, DENY, "-Dio.fentry4j.libbpf=libc.so.6");

        assertThat(child.report())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line)
                                .startsWith("LibbpfUnavailableException: ")
                                .contains("too old: version 0, needed is 1.0")
                                .contains("[library=libc.so.6]"));
        assertThat(child.output()).isEmpty();
    }

    @Test
    void a_jvm_that_denies_native_access_is_told_the_flag_each_time() throws Exception {
        ChildJvm child = run(DENY);

        assertThat(child.report())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line)
                                .startsWith("LibbpfUnavailableException: ")
                                .contains("may not call native code")
                                .contains("--enable-native-access=io.fentry4j.core")
                                .contains(ALLOWED));
        assertThat(child.output()).isEmpty();
    }

    @Test
    void nothing_that_libbpf_prints_reaches_stdout_or_stderr() throws Exception {
        ChildJvm child = run(ALLOWED, DENY);

        assertThat(child.report())
                .hasSize(2)
                .allMatch(line -> line.startsWith("InvalidObjectException: open 'garbage': "));
        assertThat(child.output()).isEmpty();
    }
}
