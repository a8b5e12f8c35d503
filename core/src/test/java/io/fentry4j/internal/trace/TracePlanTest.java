package io.fentry4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.SampleKernel;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.Function;
import io.fentry4j.trace.MaxBytes;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.TraceException;
import io.fentry4j.trace.Uid;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is attached for a record, and what is said of one that does not fit.
class TracePlanTest {

    private static final Btf BTF = SampleKernel.btf();

    record SlowRead(
            @Path("file->f_path.dentry->d_name") String file,
            @Path("file->f_state") String state,
            @Path("file->high") Long high,
            long count,
            @Return long ret,
            @Elapsed Duration took,
            @Pid int pid) {}

    private static <R> TracePlan<R> plan(Class<R> record, String function, String... filter) {
        return TracePlan.of(
                record,
                BTF,
                BTF.kernelFunction(function).orElseThrow(),
                List.of(filter).stream().findFirst());
    }

    private static TracePlan<?> read(Class<?> record) {
        return plan(record, "vfs_read");
    }

    @Test
    void entry_and_return_are_attached_only_if_they_are_needed() {
        record Argument(long count) {}
        record Result(long count, @Return long ret) {}
        record Name(@Path("file->f_path.dentry->d_name") String file, @Return long ret) {}
        record Late(@Path(value = "buf", atReturn = true) String text) {}

        assertThat(read(Argument.class)).matches(plan -> plan.codes().entry().isPresent());
        assertThat(read(Argument.class)).matches(plan -> plan.codes().exit().isEmpty());
        assertThat(read(Result.class)).matches(plan -> plan.codes().entry().isEmpty());
        assertThat(read(Result.class)).matches(plan -> plan.codes().exit().isPresent());
        assertThat(read(Name.class)).matches(plan -> plan.codes().entry().isPresent());
        assertThat(read(Name.class)).matches(plan -> plan.codes().exit().isPresent());
        assertThat(read(Late.class)).matches(plan -> plan.codes().entry().isEmpty());
        assertThat(plan(Argument.class, "vfs_read", "retval < 0"))
                .matches(plan -> plan.codes().exit().isPresent());
    }

    @Test
    void a_part_of_the_filter_is_answered_as_early_as_its_values_are_known() {
        TracePlan<SlowRead> plan =
                plan(SlowRead.class, "vfs_read", "count >= 4096 && took > 1ms && pid == 7");

        assertThat(plan.codes().entry().orElseThrow().toString())
                .contains(
                        "; filter `count >= 4096 && took > 1ms && pid == 7`, the term at column 1",
                        "the term at column 32")
                .doesNotContain("the term at column 18");
        assertThat(plan.codes().exit().orElseThrow().toString()).contains("the term at column 18");
    }

    @Test
    void a_struct_by_value_lies_in_two_slots_and_moves_the_return_value() {
        record Options(
                @Path("options.offset") long offset,
                @Path("options.flags") int flags,
                @Path("options.depth") int depth,
                @Return long ret) {}

        assertThat(read(Options.class).codes().exit().orElseThrow().toString())
                .contains(
                        "r1 = *(u64 *)(r6 +24)", "r1 = *(u64 *)(r6 +32)", "r1 = *(u64 *)(r6 +40)");
    }

    @Test
    void each_instruction_belongs_to_the_component_that_it_is_for() {
        assertThat(plan(SlowRead.class, "vfs_read").codes().text())
                .contains(
                        "; component `String file` of SlowRead, path `file->f_path.dentry->d_name`",
                        "; component `long ret` of SlowRead",
                        "call bpf_probe_read_kernel_str#115");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tok > 1ms | 1 | no component and no argument `tok`; did you mean `took`?",
                "file->f_pth == 0 | 7 | no member `f_pth` in `struct file`; did you mean `f_path`?",
                "file.f_mode | 6 | `struct file *` is a pointer: use `->f_mode`",
                "options->flags | 10 | `struct options` is no pointer: use `.flags`",
                "took > 5 | 8 | a duration is compared with a duration: give the number a unit,"
                        + " such as `5ms`",
                "file > \"a\" | 6 | strings are compared with `==`, `!=` and startsWith only",
                "count == \"4\" | 1 | `count` is no string",
                "file->f_mode == \"4\" | 7 | a string is a `char *` or a `char[]`, and this is `unsigned int`",
                "state == \"STOPPED\" | 1 | `state` is no string",
                "file->f_state == STOPED | 18 | `enum state` has no value `STOPED`; did you mean"
                        + " `STOPPED`?",
                "endsWith(file) | 1 | no function `endsWith`; there are `startsWith`",
                "ret / 2 == 1 | 5 | the kernel divides unsigned numbers only: cast what is never"
                        + " negative, as in `(u32) value`",
                "file->private_data->x | 21 | what is behind a `void *` has no type: cast the"
                        + " pointer first",
                "((struct nope *) buf)->x == 1 | 2 | the kernel's BTF has no type `struct nope`",
                "(count == 1) + 1 | 8 | `==` gives a truth value, which is no number",
                "file | 1 | `file` is no number; strings are compared with strings",
            })
    void a_wrong_filter_is_refused_with_its_column(String filter, int column, String reason) {
        assertThatThrownBy(() -> plan(SlowRead.class, "vfs_read", filter))
                .isInstanceOfSatisfying(
                        TraceException.class, e -> assertThat(e.column()).isEqualTo(column))
                .hasMessage("filter `%s`, column %d: %s".formatted(filter, column, reason));
    }

    @Test
    void a_wrong_path_is_refused_with_its_column_and_what_there_is() {
        record Wrong(@Path("file->f_pth.dentry") Long file) {}

        assertThatThrownBy(() -> read(Wrong.class))
                .isInstanceOfSatisfying(
                        TraceException.class,
                        e -> {
                            assertThat(e.column()).isEqualTo(7);
                            assertThat(e.candidates()).containsExactly("f_path");
                        })
                .hasMessage(
                        "component `Long file` of Wrong, path `file->f_pth.dentry`, column 7: no"
                                + " member `f_pth` in `struct file`; did you mean `f_path`?");
    }

    @Test
    void a_wrong_component_is_refused_with_what_to_declare() {
        record Unknown(long conut) {}
        record Narrow(int count) {}
        record Absent(@Path("file->f_mode") long mode) {}
        record User(@Uid int uid) {}
        record NoText(String file) {}
        @SuppressWarnings("ArrayRecordComponent") // bytes are what is tested
        record Length(@Path("file->private_data") byte[] data) {}
        record Much(@MaxBytes(5000) String buf) {}
        record Forgotten(@Return int ret) {}
        record Secret(@Path("secret->x") Long x) {}

        assertRefused(
                Unknown.class,
                "component `long conut` of Unknown: vfs_read has no argument `conut`; did you mean"
                        + " `count`?");
        assertRefused(
                Narrow.class,
                "component `int count` of Narrow: `unsigned long` has values that do not fit: declare"
                        + " a `long`");
        assertRefused(
                Absent.class,
                "component `long mode` of Absent: it is read through a pointer and may be absent:"
                        + " declare `Long` or `OptionalLong`");
        assertRefused(User.class, "component `int uid` of User: it needs a `long`");
        assertRefused(
                NoText.class,
                "component `String file` of NoText: a string is a `char *` or a `char[]`, and this is"
                        + " `struct file *`");
        assertRefused(
                Length.class,
                "component `byte[] data` of Length: how many bytes are behind a pointer? Say so with"
                        + " @MaxBytes");
        assertRefused(
                Much.class,
                "component `String buf` of Much: @MaxBytes is 5000, and can be 1 to 4096");
        assertThatThrownBy(() -> plan(Forgotten.class, "forget"))
                .hasMessage("component `int ret` of Forgotten: forget returns nothing");
        assertThatThrownBy(() -> plan(Secret.class, "forget"))
                .hasMessageEndingWith("`struct opaque` is declared here but not defined");
    }

    private static void assertRefused(Class<?> record, String message) {
        assertThatThrownBy(() -> read(record))
                .isInstanceOf(TraceException.class)
                .hasMessage(message);
    }

    @Test
    void the_functions_name_is_known_without_the_event() {
        record Called(@Function String function) {}
        record Numeric(@Function long function) {}
        record Inner(@Function String function) {}
        record Outer(Inner options) {}

        TracePlan<Called> called = plan(Called.class, "vfs_read", "function == \"vfs_read\"");
        assertThat(called.decoder().apply(RecordView.of(new byte[called.eventBytes()])))
                .isEqualTo(new Called("vfs_read"));
        assertThat(called.eventBytes()).isEqualTo(8);
        assertRefused(
                Numeric.class,
                "component `long function` of Numeric: a function's name is a `String`");
        assertRefused(
                Outer.class,
                "component `String function` of Inner: @Function is for the record of the call, not"
                        + " for one inside of it");
        assertThatThrownBy(() -> plan(Called.class, "vfs_read", "function > 1"))
                .hasMessage(
                        "filter `function > 1`, column 1: `function` is a function's name: compare it"
                                + " with a string");
    }

    record From(long from) {}

    @Test
    void what_the_verifier_does_not_let_load_is_read_by_the_helper() {
        assertThat(plan(From.class, "inspect").codes().text()).contains("bpf_probe_read_kernel");
        record File(long file) {}
        assertThat(plan(File.class, "vfs_read").codes().text())
                .doesNotContain("bpf_probe_read_kernel");
    }

    @Test
    void a_record_is_made_of_an_event_by_its_constructor() {
        record Named(@Path("options.depth") int depth, @Path("buf") Optional<KernelString> text) {}

        TracePlan<Named> plan = plan(Named.class, "vfs_read");
        byte[] event = new byte[plan.eventBytes()];
        event[1] = 1; // the second has no value
        event[8] = 5;

        assertThat(plan.decoder().apply(RecordView.of(event)))
                .isEqualTo(new Named(5, Optional.empty()));
        event[1] = 0;
        event[24] = 'x'; // behind its length, being long enough to end the event
        assertThat(plan.decoder().apply(RecordView.of(event)))
                .isEqualTo(new Named(5, Optional.of(KernelString.of("x"))));
        assertThat(plan.decoder().apply(RecordView.of(Arrays.copyOf(event, 26))))
                .as("an event that ends with the string")
                .isEqualTo(new Named(5, Optional.of(KernelString.of("x"))));
    }

    @Test
    void of_the_longest_string_only_the_bytes_that_it_has_are_handed_over() {
        record Names(
                @Path("file->f_path.dentry->d_name") String name,
                @Path("buf") @MaxBytes(4000) String text,
                @Return long ret) {}

        TracePlan<Names> plan = plan(Names.class, "vfs_read");

        int most = plan.eventBytes();
        assertThat(plan.codes().exit().orElseThrow().toString())
                .contains(
                        "r3 = *(u64 *)(r7 +%d)".formatted(most - 4008),
                        "r3 += %d".formatted(most - 4000));
    }

    @Test
    void an_event_of_a_call_has_a_place_that_its_key_tells() {
        record Both(@Return long ret, @Elapsed Duration took) {}
        record Entry(long count) {}

        Codes both = plan(Both.class, "vfs_read").codes();
        assertThat(both.entry().orElseThrow().toString())
                .contains(
                        "map[places]",
                        "r0 = atomic64_cmpxchg((u64 *)(r7 -8), r0, r8)",
                        "map[kept]",
                        "call bpf_map_update_elem#2");
        assertThat(both.exit().orElseThrow().toString())
                .contains("map[places]", "map[kept]", "r1 = atomic64_xchg((u64 *)(r7 -8), r1)");
        assertThat(plan(Entry.class, "vfs_read").codes().entry().orElseThrow().toString())
                .contains("map[places]", "map[scratch]", "atomic64_xchg")
                .doesNotContain("map[kept]");
    }

    @Test
    void members_are_loaded_where_the_verifier_knows_the_struct_and_read_by_a_helper_elsewhere() {
        record Loaded(@Path("file->f_mode") Long mode) {}
        record Read(@Path("((struct file *) file->private_data)->f_mode") Long mode) {}

        String loaded = plan(Loaded.class, "vfs_read").codes().entry().orElseThrow().toString();
        assertThat(loaded).contains("r1 = *(u32 *)(r3 +16)");
        assertThat(loaded.split("call bpf_probe_read_kernel#113", -1))
                .as("asked once, whether a 0 could be read")
                .hasSize(2);
        assertThat(plan(Read.class, "vfs_read").codes().entry().orElseThrow().toString())
                .contains("r3 = *(u64 *)(r3 +24)")
                .doesNotContain("r1 = *(u32 *)(r3 +16)");
    }
}
