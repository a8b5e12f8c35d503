package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.KernelBtfMissingException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.preflight.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFailuresTest {

    private static final Errno ESRCH = new Errno(3);
    private static final String NOT_FOUND =
            "libbpf: prog 'on_unlink': failed to find kernel BTF type ID of 'do_unlinkatt': -3";

    private static Optional<BpfException> find(Host host, String... messages) {
        return TargetFailures.find(
                host, Hosts.NO_EVIDENCE, "load 'Unlink'", ESRCH, List.of(messages));
    }

    @Test
    void a_function_that_the_kernel_lacks_is_named_with_what_to_do() {
        BpfException e = find(Hosts.CAPABLE, "libbpf: before", NOT_FOUND).orElseThrow();

        assertThat(e)
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageStartingWith(
                        "load 'Unlink': the kernel's BTF has no function 'do_unlinkatt': ")
                .hasMessageContaining("(ESRCH, -3) [release=6.12.1]")
                .hasMessageContaining("What to do: ");
        assertThat(e.failure().log()).containsExactly("libbpf: before", NOT_FOUND);
        assertThat(e.failure().errno()).contains(ESRCH);
    }

    @Test
    void all_candidates_are_named() {
        assertThat(
                        TargetFailures.notFound(
                                Hosts.CAPABLE,
                                Hosts.NO_EVIDENCE,
                                "set the target of 'on_unlink'",
                                List.of("do_unlinkatt", "filename_unlinkatt"),
                                ESRCH,
                                List.of()))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("no function 'do_unlinkatt' or 'filename_unlinkatt'");
    }

    @Test
    void without_the_btf_of_the_kernel_that_is_the_cause() {
        BpfException e = find(Hosts.WITHOUT_BTF, NOT_FOUND).orElseThrow();

        assertThat(e)
                .isInstanceOf(KernelBtfMissingException.class)
                .hasMessageContaining("file=/sys/kernel/btf/vmlinux")
                .hasMessageContaining("CONFIG_DEBUG_INFO_BTF=y")
                .hasMessageContaining("mount /sys");
        assertThat(e.failure().log()).containsExactly(NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libbpf: kernel BTF is missing at '/sys/kernel/btf/vmlinux', was"
                        + " CONFIG_DEBUG_INFO_BTF enabled?",
                "libbpf: Error loading vmlinux BTF: -3"
            })
    void libbpf_says_in_two_ways_that_there_is_no_btf(String message) {
        assertThat(find(Hosts.WITHOUT_BTF, message))
                .containsInstanceOf(KernelBtfMissingException.class);
    }

    @Test
    void other_messages_are_not_about_the_target() {
        assertThat(find(Hosts.CAPABLE)).isEmpty();
        assertThat(find(Hosts.WITHOUT_BTF, "libbpf: failed to load object 'Unlink'")).isEmpty();
    }

    @Test
    void a_load_is_explained_by_its_target_first() {
        assertThat(
                        LoadFailures.explain(
                                Hosts.CAPABLE,
                                Hosts.NO_EVIDENCE,
                                new FailedLoad(
                                        "load 'Unlink'",
                                        ESRCH,
                                        List.of(NOT_FOUND, "more"),
                                        List::of,
                                        program -> Optional.empty())))
                .isInstanceOf(TargetNotFoundException.class);
    }

    @Test
    void the_words_of_older_libbpf_are_understood() {
        assertThat(find(Hosts.CAPABLE, "libbpf: do_unlinkatt is not found in vmlinux BTF"))
                .hasValueSatisfying(e ->
                        assertThat(e)
                                .isInstanceOf(TargetNotFoundException.class)
                                .hasMessageContaining("no function 'do_unlinkatt'"));
    }

    @Test
    void what_the_kernels_lists_say_is_told() {
        assertThat(
                        TargetFailures.notFound(
                                Hosts.CAPABLE,
                                Hosts.evidence(
                                        Reason.ONLY_OPTIMIZED_COPIES,
                                        "only copies of it exist",
                                        "kallsyms=f.isra.0"),
                                "load 'Unlink'",
                                List.of("f"),
                                ESRCH,
                                List.of()))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessage(
                        "load 'Unlink': the kernel's BTF has no function 'f': only copies of it"
                                + " exist (ESRCH, -3) [release=6.12.1, kallsyms=f.isra.0]. What to"
                                + " do: do ONLY_OPTIMIZED_COPIES; did you mean near_f?");
    }

    @Test
    void the_machine_it_runs_on_is_asked_where_none_is_given() {
        List<String> messages = List.of(NOT_FOUND);

        BpfException e = LoadFailures.explain("load 'Unlink'", -3, messages, List::of);

        assertThat(e)
                .isInstanceOf(
                        Host.examine().kernelBtf()
                                ? TargetNotFoundException.class
                                : KernelBtfMissingException.class)
                .hasMessageContaining("release=" + System.getProperty("os.version"));
    }
}
