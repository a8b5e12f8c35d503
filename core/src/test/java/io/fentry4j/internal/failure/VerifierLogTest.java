package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierLogTest {

    private static final String STATISTICS =
            "processed 12 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0"
                    + " mark_read 0\n";

    /// What the verifier writes before its reason, of a recent kernel.
    private static final String TRACE =
            """
            reg type unsupported for arg#0 function on_unlink#5
            0: R1=ctx() R10=fp0
            ; int BPF_PROG(on_unlink, int dfd, struct filename *name) @ unlink.bpf.c:21
            0: (79) r1 = *(u64 *)(r1 +8)
            func 'do_unlinkat' arg1 has btf_id 1234 type STRUCT 'filename'
            1: R1_w=ptr_filename()
            1: (b7) r2 = 0                        ; R2_w=0
            from 1 to 3: R1_w=ptr_filename() R10=fp0
            mark_precise: frame0: last_idx 3 first_idx 0 subseq_idx -1
            """;

    private static String message(String program, String log) {
        return "libbpf: prog '%s': -- BEGIN PROG LOAD LOG --\n%s-- END PROG LOAD LOG --"
                .formatted(program, log);
    }

    private static VerifierLog parsed(String log) {
        return VerifierLog.in(List.of(message("on_unlink", log))).orElseThrow();
    }

    @Test
    void is_found_among_the_messages_of_libbpf() {
        Optional<VerifierLog> log =
                VerifierLog.in(
                        List.of(
                                "libbpf: prog 'on_unlink': BPF program load failed: Invalid"
                                        + " argument",
                                message("on_unlink", TRACE + "unreachable insn 3\n" + STATISTICS),
                                "libbpf: prog 'on_unlink': failed to load: -22"));

        assertThat(log).isPresent();
        assertThat(log.orElseThrow().program()).isEqualTo("on_unlink");
        assertThat(log.orElseThrow().text()).startsWith("reg type").endsWith("mark_read 0");
        assertThat(log.orElseThrow().contains("unreachable insn 3")).isTrue();
        assertThat(log.orElseThrow().contains("something else")).isFalse();
    }

    @Test
    void is_absent_where_there_is_none() {
        assertThat(VerifierLog.in(List.of())).isEmpty();
        assertThat(VerifierLog.in(List.of("libbpf: failed to load object 'Unlink'"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "R1 invalid mem access 'scalar'",
                "R1 type=scalar expected=fp, pkt, pkt_meta, map_key, map_value",
                "R2 min value is negative, either use unsigned or 'var &= const'",
                "R0 min value is negative, either use unsigned index or do a if (index >=0) check.",
                "R2 invalid zero-sized read: u64=[0,0]",
                "R1 pointer -= pointer prohibited",
                "R2 !read_ok",
                "invalid read from stack R10 off=-8 size=8",
                "invalid access to map value, value_size=8 off=8 size=4",
                "invalid bpf_context access off=40 size=8",
                "Unreleased reference id=2 alloc_insn=8",
                "At program exit the register R0 has unknown scalar value should have been in [0, 0]",
                "unknown func bpf_xyz#200",
                "program of this type cannot use helper bpf_probe_read#4",
                "helper call is not allowed in probe",
                "back-edge from insn 5 to 3",
                "combined stack size of 2 calls is 544. Too large",
                "BPF program is too large. Processed 1000001 insn",
                "The function f has 14 arguments. Too many.",
                "The address of function do_unlinkat cannot be found"
            })
    void the_summary_is_the_reason_wherever_its_trace_and_statistics_are(String reason) {
        assertThat(parsed(TRACE + reason + "\n" + STATISTICS).summary()).isEqualTo(reason);
        assertThat(parsed(reason + "\n" + STATISTICS).summary()).isEqualTo(reason);
        assertThat(
                        parsed(
                                        TRACE
                                                + reason
                                                + "\nverification time 161 usec\nstack depth 8+0\n"
                                                + STATISTICS)
                                .summary())
                .isEqualTo(reason);
    }

    @Test
    void the_states_that_follow_an_endless_loop_are_not_its_reason() {
        String log =
                TRACE
                        + """
                        infinite loop detected at insn 4
                        cur state: R0=scalar() R10=fp0
                        old state: R0=scalar() R10=fp0
                        """
                        + STATISTICS;

        assertThat(parsed(log).summary()).isEqualTo("infinite loop detected at insn 4");
    }

    @Test
    void a_log_without_a_reason_says_so() {
        assertThat(parsed(TRACE + STATISTICS).summary()).isEqualTo("the verifier gave no reason");
    }

    @Test
    void a_log_that_was_cut_is_still_read() {
        assertThat(parsed("R1 invalid mem access 'scalar'").summary())
                .isEqualTo("R1 invalid mem access 'scalar'");
    }
}
