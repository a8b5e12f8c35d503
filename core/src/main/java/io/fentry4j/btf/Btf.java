package io.fentry4j.btf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The types of a kernel, a kernel module or a BPF object, read from BTF in Java.
///
/// Reading makes an index and nothing else: a type is decoded when it is asked for, and looking for
/// a name makes no objects for the types passed by. Ids are those of the format, 0 is `void`. BTF
/// must be little-endian; the format is that of `include/uapi/linux/btf.h`.
///
/// Immutable and safe for use by many threads. Every method throws a [BtfException] if the data
/// that it meets is damaged.
public final class Btf {

    private static final long FUNCTIONS = BtfKind.mask(BtfType.Func.class);

    private final BtfData data;
    private final @Nullable Btf base;

    private Btf(BtfData data, @Nullable Btf base) {
        this.data = data;
        this.base = base;
    }

    private static Btf of(BtfData data) {
        return new Btf(data, data.base == null ? null : of(data.base));
    }

    /// The running kernel's types, from `/sys/kernel/btf/vmlinux`.
    ///
    /// Reads 5 to 10 MiB anew in each call: keep the result. Needs a kernel with
    /// `CONFIG_DEBUG_INFO_BTF` (5.2 or later) and no privileges.
    public static Btf vmlinux() {
        return of(BtfFiles.vmlinux(BtfFiles.SYSFS));
    }

    /// The types of a loaded kernel module on top of the running kernel's, which are read too.
    public static Btf module(String name) {
        return module(name, vmlinux());
    }

    /// The types of a loaded kernel module, from `/sys/kernel/btf`, on top of [#vmlinux()].
    ///
    /// Needs Linux 5.11.
    public static Btf module(String name, Btf vmlinux) {
        return onTopOf(vmlinux, BtfFiles.module(BtfFiles.SYSFS, name, vmlinux.data));
    }

    /// The names of the loaded kernel modules that have BTF, sorted.
    public static List<String> modules() {
        return BtfFiles.modules(BtfFiles.SYSFS);
    }

    /// The types in the `.BTF` section of an ELF object, such as `clang -target bpf -g` writes.
    public static Btf ofObject(byte[] elf) {
        return of(BtfFiles.ofObject(elf));
    }

    /// The types in a file: raw BTF, or an ELF with a `.BTF` section.
    ///
    /// The file of a kernel module (`.ko`) is split from the kernel's BTF: read it with its base,
    /// unless it has a `.BTF.base` section.
    public static Btf read(Path file) {
        return of(BtfFiles.read(file, null));
    }

    /// The types in a file whose BTF is split from `base`.
    public static Btf read(Path file, Btf base) {
        return onTopOf(base, BtfFiles.read(file, base.data));
    }

    /// The types in raw BTF. The bytes are copied.
    public static Btf parse(byte[] btf) {
        return of(BtfData.parse(btf.clone(), null, "an array"));
    }

    /// The types in raw BTF that is split from `base`. The bytes are copied.
    public static Btf parse(byte[] btf, Btf base) {
        return onTopOf(base, BtfData.parse(btf.clone(), base.data, "an array"));
    }

    private static Btf onTopOf(Btf base, BtfData data) {
        return new Btf(data, base);
    }

    /// The BTF that this one is split from, for a module the kernel's.
    public Optional<Btf> base() {
        return Optional.ofNullable(base);
    }

    /// The lowest id of this BTF's own types: 1, or for split BTF the base's last id + 1.
    public int firstId() {
        return data.firstId;
    }

    /// The highest id; below [#firstId()] if there are no types.
    public int lastId() {
        return data.lastId;
    }

    /// This BTF's own types in the order of their ids, without the base's and `void`.
    public Stream<BtfType> types() {
        return IntStream.rangeClosed(data.firstId, data.lastId).mapToObj(this::type);
    }

    /// The type with this id; 0 is `void`.
    public BtfType type(int id) {
        return BtfDecoder.decode(data, id);
    }

    /// The type's own name, without `struct`; empty for an anonymous type.
    public String name(int id) {
        return type(id).name();
    }

    /// What is behind typedefs, `const`, `volatile`, `restrict` and type tags: how values of the
    /// type are represented.
    public BtfType resolve(int id) {
        return BtfLayout.resolve(data, id);
    }

    /// The size in bytes of a value of this type, on a 64-bit machine.
    ///
    /// @throws BtfException if the type has none: `void`, a function, a struct that is declared but
    ///   not defined here
    public int sizeOf(int id) {
        return BtfLayout.sizeOf(data, id);
    }

    /// The prototype of a function.
    public BtfType.FuncProto prototype(BtfType.Func func) {
        return TracingRules.prototype(data, func);
    }

    /// The member of a struct or union with this name, also inside of anonymous members. Its offset
    /// counts from the start of the outer type. Typedefs and qualifiers of the type are skipped.
    public Optional<BtfType.Member> member(int compositeId, String name) {
        return BtfLayout.member(data, compositeId, name);
    }

    /// The first type of this name and kind: `find("filename", BtfType.Struct.class)`.
    ///
    /// `kind` can be a family too, such as [BtfType.Composite]. Own types come before the base's. A
    /// name stands without `struct` or `enum`; anonymous types are not found.
    public <T extends BtfType> Optional<T> find(String name, Class<T> kind) {
        int id = BtfSearch.first(data, utf8(name), BtfKind.mask(kind));
        return id == BtfSearch.NONE ? Optional.empty() : Optional.of(kind.cast(type(id)));
    }

    /// All types of this name and kind, in the order of [#find].
    public <T extends BtfType> List<T> findAll(String name, Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (int id : BtfSearch.all(data, utf8(name), BtfKind.mask(kind))) {
            found.add(kind.cast(type(id)));
        }
        return List.copyOf(found);
    }

    /// The first function of this name.
    public Optional<BtfType.Func> function(String name) {
        return find(name, BtfType.Func.class);
    }

    /// All functions of this name: static functions of several source files can share one.
    public List<BtfType.Func> functions(String name) {
        return findAll(name, BtfType.Func.class);
    }

    /// This BTF's own functions whose name passes `filter`, in the order of their ids.
    public Stream<BtfType.Func> functions(Predicate<String> filter) {
        return BtfSearch.ofKinds(data, FUNCTIONS)
                .mapToObj(id -> (BtfType.Func) type(id))
                .filter(func -> filter.test(func.name()));
    }

    /// This BTF's own functions whose name matches a pattern of `*` (any text) and `?` (one byte):
    /// `tcp_*`.
    public Stream<BtfType.Func> functionsMatching(String glob) {
        return BtfSearch.matching(data, FUNCTIONS, new NameGlob(glob)::matches)
                .mapToObj(id -> (BtfType.Func) type(id));
    }

    /// The names of functions, own and the base's, that look most like `name`, the nearest first:
    /// for error messages.
    public List<String> similarFunctions(String name, int limit) {
        SimilarNames names = new SimilarNames(name);
        for (@Nullable BtfData own = data; own != null; own = own.base) {
            BtfSearch.matching(own, FUNCTIONS, names::offer).forEach(_ -> {});
        }
        return names.nearest(limit);
    }

    /// The first function of this name, as fentry and fexit see it.
    public Optional<KernelFunction> kernelFunction(String name) {
        List<BtfType.Func> functions = functions(name);
        return functions.isEmpty()
                ? Optional.empty()
                : Optional.of(TracingRules.describe(data, functions.getFirst(), functions.size()));
    }

    /// A function of this BTF as fentry and fexit see it.
    public KernelFunction kernelFunction(BtfType.Func func) {
        return TracingRules.describe(data, func, functions(func.name()).size());
    }

    /// As [#kernelFunction(BtfType.Func)], for who has counted the functions of this name.
    KernelFunction kernelFunction(BtfType.Func func, int sameName) {
        return TracingRules.describe(data, func, sameName);
    }

    /// The type in C as in a cast: `struct filename *`. For a function, its prototype.
    ///
    /// An anonymous struct is written `struct {...}`. Type tags such as `__user` are left out.
    public String toC(int id) {
        return toC(id, "");
    }

    /// The declaration in C of a variable of this type: `struct filename *name`.
    public String toC(int id, String variable) {
        return new CRenderer(data, id).declaration(variable);
    }

    /// The definition in C of a struct, union, enum or typedef with its members, ending in `;`.
    ///
    /// Other named types are referred to by name. For readers: attributes such as `packed` are not
    /// in BTF and so not in the text.
    public String definition(int id) {
        return new CRenderer(data, id).definition();
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Btf[%s, types %d..%d]".formatted(data.origin, data.firstId, data.lastId);
    }
}
