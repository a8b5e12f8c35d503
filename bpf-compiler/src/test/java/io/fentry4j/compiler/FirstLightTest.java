package io.fentry4j.compiler;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import io.fentry4j.annotation.BPF;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstLightTest {

    @Test
    void a_program_with_a_ring_buffer_compiles_without_a_warning() throws Exception {
        var core = new File(BPF.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Compilation compilation =
                javac().withProcessors(new BpfProcessor())
                        .withOptions("-Xlint:all", "-Werror")
                        .withClasspath(List.of(core))
                        .compile(
                                JavaFileObjects.forSourceString(
                                        "demo.Unlink",
                                        """
                                        package demo;
                                        import io.fentry4j.annotation.BPF;
                                        @BPF(license = "Dual BSD/GPL")
                                        interface Unlink {
                                            String EBPF_PROGRAM = \"""
                                                #include "fentry4j.h"

                                                struct unlink_event {
                                                    __u64 ts;
                                                    __u32 pid;
                                                    char name[];
                                                };
                                                RING_BUFFER(events, struct unlink_event, 256 * 1024);

                                                SEC("fentry/do_unlinkat")
                                                int BPF_PROG(on_unlink, int dfd, struct filename *name)
                                                {
                                                    return 0;
                                                }
                                                \""";
                                        }
                                        """));
        assertThat(compilation).succeededWithoutWarnings();
    }
}
