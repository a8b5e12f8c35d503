package io.fentry4j.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

class SkeletonTest {

    private static final String C =
            """
            struct unlink_event { __u64 ts; };
            struct pending { __u64 start; };
            enum mode { OFF, ON };
            typedef struct { int x; } config_t;

            RING_BUFFER(events, struct unlink_event, 256 * 1024);
            RING_BUFFER(pids, __u32, 4096);
            struct {
                __uint(type, BPF_MAP_TYPE_HASH);
                __uint(max_entries, 1024);
                __type(key, __u32);
                __type(value, struct pending);
            } pending SEC(".maps");
            struct {
                __uint(type, BPF_MAP_TYPE_RINGBUF);
                __uint(max_entries, 4096);
            } untyped SEC(".maps");

            const volatile __u32 target_pid = 0;
            const volatile char prefix[64] = "/srv";
            const volatile config_t config = {};
            __u64 seen;
            __u64 counts[4];
            __u8 raw[4];
            int threshold = 3;
            enum mode mode;
            double unused_double;
            static volatile int hidden;
            int open, object, wait;

            static int helper_in_text(int x) { return x + hidden; }

            __attribute__((noinline)) int subprogram(int x) { return helper_in_text(x); }

            SEC("fexit/do_unlinkat") int BPF_PROG(on_exit, int dfd, struct filename *name, int ret)
            {
                bpf_printk("%d %d", ret, subprogram(dfd));
                return 0;
            }
            SEC("fentry.s/do_unlinkat") int BPF_PROG(sleepable) { return 0; }
            SEC("?syscall") int manual(void *ctx) { return 0; }
            SEC("xdp") int packets(void *ctx) { return 0; }
            """;

    private static List<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .filter(method -> !method.isSynthetic())
                .map(SkeletonTest::signature)
                .sorted()
                .toList();
    }

    private static String signature(Method method) {
        String modifier = Modifier.isStatic(method.getModifiers()) ? "static " : "";
        return modifier
                + method.getGenericReturnType().getTypeName().replaceAll("[a-z.0-9]+\\.", "")
                + " "
                + method.getName();
    }

    @Test
    void the_loaded_class_has_a_member_for_each_program_map_and_variable() throws Exception {
        Class<?> skeleton = CompiledClasses.ofC(C).type("UnlinkBpf");
        assertThat(methods(skeleton))
                .containsExactlyInAnyOrder(
                        "static UnlinkBpf$Open open",
                        "static UnlinkBpf load",
                        "void close",
                        "BpfObject object",
                        "FentryProgram onUnlink",
                        "FexitProgram onExit",
                        "FentryProgram sleepable",
                        "SyscallProgram manual",
                        "OtherProgram packets",
                        "RingBufferMap<UnlinkEvent> events",
                        "RingBufferMap<Long> pids",
                        "BpfHashMap<Long, Pending> pending",
                        "BpfMap untyped",
                        "GlobalVariable<Long> targetPid",
                        "GlobalVariable<KernelString> prefix",
                        "GlobalVariable<ConfigT> config",
                        "GlobalVariable<Long> seen",
                        "GlobalVariable<long[]> counts",
                        "GlobalVariable<byte[]> raw",
                        "GlobalVariable<Integer> threshold",
                        "GlobalVariable<Mode> mode",
                        "GlobalVariable<Double> unusedDouble",
                        "GlobalVariable<Integer> open_",
                        "GlobalVariable<Integer> object_",
                        "GlobalVariable<Integer> wait_");
        assertThat(AutoCloseable.class).isAssignableFrom(skeleton);
    }

    @Test
    void each_kind_of_map_has_its_class() throws Exception {
        String maps =
                """
                struct entry { __u64 count; };
                struct tail { __u32 length; char text[]; };
                #define MAP(name, kind, rest...) \\
                    struct { __uint(type, BPF_MAP_TYPE_##kind); __uint(max_entries, 8); rest } \\
                    name SEC(".maps")
                #define KEY __type(key, __u32);
                #define VALUE __type(value, struct entry);
                MAP(hash, HASH, KEY VALUE);
                MAP(lru, LRU_HASH, KEY VALUE);
                MAP(per_cpu_hash, PERCPU_HASH, KEY VALUE);
                MAP(per_cpu_lru, LRU_PERCPU_HASH, KEY VALUE);
                MAP(array, ARRAY, KEY VALUE);
                MAP(per_cpu_array, PERCPU_ARRAY, KEY VALUE);
                MAP(tasks, TASK_STORAGE, __uint(map_flags, BPF_F_NO_PREALLOC); KEY VALUE);
                MAP(queue, QUEUE, VALUE);
                MAP(stack, STACK, VALUE);
                MAP(traces, STACK_TRACE, __uint(key_size, 4); __uint(value_size, 1016););
                struct inner { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); KEY VALUE };
                MAP(maps, ARRAY_OF_MAPS, KEY __array(values, struct inner););
                MAP(named_maps, HASH_OF_MAPS, __type(key, __u64); __array(values, struct inner););
                MAP(floats, ARRAY, KEY __type(value, float[2]););
                MAP(trie, LPM_TRIE, KEY VALUE);
                MAP(only_sizes, HASH, __uint(key_size, 4); __uint(value_size, 8););
                MAP(open_end, HASH, KEY __type(value, struct tail););
                SEC("syscall") int program(void *context) { return 0; }
                """;

        assertThat(methods(CompiledClasses.ofC(maps).type("UnlinkBpf")))
                .contains(
                        "BpfHashMap<Long, Entry> hash",
                        "BpfHashMap<Long, Entry> lru",
                        "PerCpuHashMap<Long, Entry> perCpuHash",
                        "PerCpuHashMap<Long, Entry> perCpuLru",
                        "ArrayMap<Entry> array",
                        "PerCpuArrayMap<Entry> perCpuArray",
                        "TaskStorageMap<Entry> tasks",
                        "QueueMap<Entry> queue",
                        "StackMap<Entry> stack",
                        "StackTraceMap traces",
                        "ArrayOfMaps maps",
                        "HashOfMaps<Long> namedMaps",
                        "ArrayMap<float[]> floats",
                        "BpfMap trie",
                        "BpfMap onlySizes",
                        "BpfMap openEnd");
    }

    @Test
    void the_open_class_has_the_same_members_before_load() throws Exception {
        Class<?> open = CompiledClasses.ofC(C).type("UnlinkBpf$Open");
        assertThat(methods(open))
                .contains(
                        "UnlinkBpf load",
                        "void close",
                        "OpenBpfObject object",
                        "OpenProgram onUnlink",
                        "OpenProgram packets",
                        "OpenMap events",
                        "OpenMap pending",
                        "GlobalVariable<Long> targetPid",
                        "GlobalVariable<long[]> counts")
                .hasSize(24);
        assertThat(AutoCloseable.class).isAssignableFrom(open);
    }

    @Test
    void variables_know_their_section_and_offset() throws Exception {
        var compilation = Sources.compile(Sources.unlink(C));
        String source = source(compilation, "demo/UnlinkBpf");
        assertThat(source)
                .contains(
                        "object.variable(\".rodata\", \"target_pid\", 0, ValueType.U32)",
                        "object.variable(\".rodata\", \"prefix\", 4, ValueType.string(64))",
                        "object.variable(\".rodata\", \"config\", 68, ConfigT.TYPE)",
                        "object.variable(\".data\", \"threshold\", 0, ValueType.S32)",
                        "object.variable(\".bss\", \"seen\", 0, ValueType.U64)",
                        "object.variable(\".bss\", \"counts\", 8, COUNTS_TYPE)");
    }

    @Test
    void the_documentation_tells_what_a_map_is() throws Exception {
        String source = source(Sources.compile(Sources.unlink(C)), "demo/UnlinkBpf");
        assertThat(source)
                .contains(
                        "hash, key {@code __u32}, value {@code struct pending}, 1024 entries",
                        "ring buffer, 262144 bytes, records {@code struct unlink_event}",
                        "section {@code fexit/do_unlinkat}");
    }

    @Test
    void types_are_as_visible_as_the_annotated_one() throws Exception {
        var hidden = CompiledClasses.ofC(C);
        for (String name : new String[] {"UnlinkBpf", "UnlinkBpf$Open", "UnlinkEvent", "Mode"}) {
            assertThat(Modifier.isPublic(hidden.type(name).getModifiers())).as(name).isFalse();
        }
        var source = Sources.unlink(C).getCharContent(true).toString();
        var visible =
                CompiledClasses.of(
                        Sources.compile(
                                Sources.java(
                                        "demo.Unlink",
                                        source.replace(
                                                "interface Unlink", "public interface Unlink"))));
        for (String name : new String[] {"UnlinkBpf", "UnlinkBpf$Open", "UnlinkEvent", "Mode"}) {
            Class<?> type = visible.type(name);
            assertThat(Modifier.isPublic(type.getModifiers())).as(name).isTrue();
            assertThat(type.getDeclaredMethods())
                    .filteredOn(m -> !Modifier.isPrivate(m.getModifiers()) && !m.isSynthetic())
                    .allMatch(m -> Modifier.isPublic(m.getModifiers()));
        }
    }

    @Test
    void the_object_is_a_resource_beside_the_class() {
        var compilation = Sources.compile(Sources.unlink(""));
        assertThat(compilation.generatedFile(StandardLocation.CLASS_OUTPUT, "demo/Unlink.bpf.o"))
                .isPresent();
    }

    @Test
    void nested_types_and_the_unnamed_package_work() {
        String c =
                "\"#include \\\"fentry4j.h\\\"\\nSEC(\\\"fentry/x\\\") int BPF_PROG(p)"
                        + " { return 0; }\"";
        var compilation =
                Sources.compile(
                        Sources.java(
                                "Top",
                                """
                                import io.fentry4j.annotation.BPF;

                                class Top {
                                    @BPF(license = "GPL")
                                    interface Inner {
                                        String EBPF_PROGRAM = %s;
                                    }

                                    InnerBpf loaded = InnerBpf.load();
                                }
                                """
                                        .formatted(c)));
        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(compilation.generatedFile(StandardLocation.CLASS_OUTPUT, "Inner.bpf.o"))
                .isPresent();
    }

    @Test
    void two_types_may_share_a_struct_that_is_the_same() throws Exception {
        String c = "#include \"fentry4j.h\"\nstruct event { int %s; };\nRECORD(struct event);\n";
        var same =
                Sources.compile(
                        Sources.type("A", c.formatted("x") + Sources.PROGRAM),
                        Sources.type("B", c.formatted("x") + Sources.PROGRAM));
        assertThat(same.diagnostics()).isEmpty();
        var other =
                Sources.compile(
                        Sources.type("A", c.formatted("x") + Sources.PROGRAM),
                        Sources.type("B", c.formatted("y") + Sources.PROGRAM));
        assertThat(other.errors()).hasSize(1);
        assertThat(other.errors().getFirst().getMessage(null))
                .isEqualTo(
                        "[NameClash] write Event for `event`: another @BPF type of this package has"
                                + " one that differs in definition or visibility. Rename one of them in"
                                + " the C");
    }

    @Test
    void kprobes_compile_for_both_machines() {
        String c =
                """
                SEC("kprobe/do_unlinkat") int BPF_KPROBE(enter, int dfd, struct filename *name)
                {
                    return BPF_CORE_READ(name, name) != 0;
                }
                SEC("kretprobe/do_unlinkat") int BPF_KRETPROBE(leave, int ret) { return ret; }
                """;
        for (String arch : new String[] {"x86", "arm64", "amd64", "aarch64"}) {
            var compilation =
                    Sources.compile(
                            List.of("-Werror", "-Afentry4j.arch=" + arch), Sources.unlink(c));
            assertThat(compilation.diagnostics()).as(arch).isEmpty();
        }
    }

    private static String source(Compilation compilation, String name) throws Exception {
        assertThat(compilation.diagnostics()).isEmpty();
        return compilation
                .generatedSourceFile(name.replace('/', '.'))
                .orElseThrow()
                .getCharContent(true)
                .toString();
    }
}
