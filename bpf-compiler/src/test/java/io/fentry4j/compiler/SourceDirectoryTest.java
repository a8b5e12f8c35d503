package io.fentry4j.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compiles files on disk: headers beside them, and the same bytes wherever they are.
class SourceDirectoryTest {

    private static final String JAVA =
            """
            package demo;

            import io.fentry4j.annotation.BPF;

            @BPF(license = "GPL")
            public interface Shared {
                String EBPF_PROGRAM =
                        \"""
                        %s#include "fentry4j.h"
                        #include "events.h"
                        RING_BUFFER(events, struct shared_event, 4096);
                        SEC("fentry/do_unlinkat")
                        int BPF_PROG(on_unlink, int dfd, struct filename *name)
                        {
                            return fill(bpf_ringbuf_reserve(&events, sizeof(struct shared_event), 0));
                        }
                        \""";
            }
            """;

    private static final String HEADER =
            """
            struct shared_event { __u64 ts; };
            static inline int fill(struct shared_event *e)
            {
                if (e) {
                    e->ts = bpf_ktime_get_ns();
                    bpf_ringbuf_submit(e, 0);
                }
                return 0;
            }
            """;

    @TempDir Path directory;

    private Path write(String name, String java, String header) throws IOException {
        Path sources = Files.createDirectories(directory.resolve(name + "/demo"));
        Files.writeString(sources.resolve("events.h"), header);
        return Files.writeString(sources.resolve("Shared.java"), java);
    }

    /// Compiles a file into `out` beside it and gives the messages.
    private static List<String> compile(Path file, String... options) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new DiagnosticCollector<JavaFileObject>();
        Path out = Files.createDirectories(file.resolveSibling("out"));
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-Xlint:all", "-d", out.toString(), "-cp", Sources.core().toString()));
        try (var files = compiler.getStandardFileManager(messages, Locale.ROOT, null)) {
            var task =
                    compiler.getTask(
                            null, files, messages, all, null, files.getJavaFileObjects(file));
            task.setProcessors(List.of(new BpfProcessor()));
            task.call();
        }
        return messages.getDiagnostics().stream().map(SourceDirectoryTest::text).toList();
    }

    private static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
        return diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ROOT);
    }

    private static Map<String, byte[]> output(Path file) throws IOException {
        Map<String, byte[]> output = new TreeMap<>();
        Path out = file.resolveSibling("out");
        try (Stream<Path> files = Files.walk(out)) {
            for (Path found : files.filter(Files::isRegularFile).toList()) {
                output.put(out.relativize(found).toString(), Files.readAllBytes(found));
            }
        }
        return output;
    }

    @Test
    void a_header_beside_the_java_file_can_be_included() throws Exception {
        Path file = write("a", JAVA.formatted(""), HEADER);
        assertThat(compile(file)).isEmpty();
        assertThat(output(file)).containsKeys("demo/SharedEvent.java", "demo/Shared.bpf.o");
    }

    @Test
    void an_error_in_such_a_header_is_at_the_include() throws Exception {
        Path file = write("a", JAVA.formatted(""), HEADER.replace("e->ts", "e->tz"));
        assertThat(compile(file))
                .containsExactly(
                        """
                        10: [ClangError] in events.h:5: no member named 'tz' in 'struct shared_event'\
                        """);
    }

    @Test
    void two_directories_give_the_same_bytes_and_no_path() throws Exception {
        Path first = write("first", JAVA.formatted(""), HEADER);
        Path second = write("second/and/deeper", JAVA.formatted(""), HEADER);
        assertThat(compile(first)).isEmpty();
        assertThat(compile(second)).isEmpty();
        Map<String, byte[]> output = output(first);
        assertThat(output).hasSizeGreaterThan(5);
        assertThat(output(second)).usingRecursiveComparison().isEqualTo(output);
        String object = new String(output.get("demo/Shared.bpf.o"), StandardCharsets.ISO_8859_1);
        assertThat(object)
                .contains("Shared.java", "events.h", "return fill(bpf_ringbuf_reserve")
                .doesNotContain(directory.toString(), "/tmp", "/demo");
    }

    @Test
    void the_types_of_a_kernel_come_from_the_btf_that_is_named() throws Exception {
        Path btf = Path.of("/sys/kernel/btf/vmlinux");
        assumeThat(btf).as("some kernel's BTF").isReadable();
        assumeThat(List.of("/usr/sbin/bpftool", "/usr/bin/bpftool"))
                .as("bpftool")
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
        String program =
                JAVA.formatted("#include \"vmlinux.h\"\n            ")
                        .replace("return fill(", "return !bpf_get_current_task_btf()->mm + fill(");
        Path file = write("types", program, HEADER);
        // Our own struct task_struct has no mm.
        assertThat(compile(file, "-Afentry4j.vmlinux=" + btf)).isEmpty();
    }
}
