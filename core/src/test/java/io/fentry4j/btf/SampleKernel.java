package io.fentry4j.btf;

/// A kernel of four functions, for tests outside of this package: `long vfs_read(struct file *file,
/// char *buf, unsigned long count, struct options options)`, `void forget(enum state state, struct
/// opaque *secret)`, `struct report inspect(const void *from, long count)` and `void
/// prepare(unsigned long count)`.
public final class SampleKernel {

    private final BtfBuilder builder = new BtfBuilder();
    private final int intType = builder.integer("int", 4, BtfBuilder.SIGNED);
    private final int charType = builder.integer("char", 1, 0);
    private final int longType = builder.integer("long", 8, BtfBuilder.SIGNED);
    private final int unsignedLong = builder.integer("unsigned long", 8, 0);
    private final int unsignedInt = builder.integer("unsigned int", 4, 0);
    private final int string = pointer(charType);
    private final int state =
            builder.add("state", BtfBuilder.ENUM, 2, 4, name("RUNNING"), 0, name("STOPPED"), 4);

    private SampleKernel() {
        builder.function(
                "vfs_read",
                builder.prototype(
                        longType,
                        name("file"),
                        pointer(file()),
                        name("buf"),
                        string,
                        name("count"),
                        unsignedLong,
                        name("options"),
                        options()));
        int opaque = pointer(builder.add("opaque", BtfBuilder.FWD, 0, 0));
        builder.function(
                "forget", builder.prototype(0, name("state"), state, name("secret"), opaque));
        int from = pointer(builder.reference(BtfBuilder.CONST, 0));
        builder.function(
                "inspect",
                builder.prototype(report(), name("from"), from, name("count"), longType));
        builder.function("prepare", builder.prototype(0, name("count"), unsignedLong));
        task();
    }

    /// What programs read of the current task: `pid` at 0, `tgid` at 4, `cred` at 8 with `uid` at 0
    /// and `gid` at 4, `comm` at 16.
    private void task() {
        int[] ids = {name("uid"), unsignedInt, 0, name("gid"), unsignedInt, 32};
        int cred = builder.composite(BtfBuilder.STRUCT, "cred", 8, ids);
        int[] members = {
            name("pid"),
            intType,
            0,
            name("tgid"),
            intType,
            32,
            name("cred"),
            pointer(cred),
            64,
            name("comm"),
            builder.array(charType, 16),
            128
        };
        builder.composite(BtfBuilder.STRUCT, "task_struct", 32, members);
    }

    private int report() {
        int[] members = {
            name("first"), longType, 0, name("second"), longType, 64, name("third"), longType, 128
        };
        return builder.composite(BtfBuilder.STRUCT, "report", 24, members);
    }

    private int dentry() {
        int[] members = {
            name("d_name"), string, 0, name("d_iname"), builder.array(charType, 16), 64
        };
        return builder.composite(BtfBuilder.STRUCT, "dentry", 32, members);
    }

    private int file() {
        int dentry = pointer(dentry());
        int path = builder.composite(BtfBuilder.STRUCT, "path", 8, name("dentry"), dentry, 0);
        int[] bits = {name("low"), intType, 3 << 24, name("high"), unsignedInt, 29 << 24 | 3};
        int inner = builder.add("", BtfBuilder.STRUCT | BtfBuilder.FLAG, 2, 4, bits);
        int[] members = {
            name("f_path"), path, 0,
            name(""), inner, 64,
            name("f_state"), state, 96,
            name("f_mode"), unsignedInt, 128,
            name("private_data"), pointer(0), 192
        };
        return builder.composite(BtfBuilder.STRUCT, "file", 40, members);
    }

    private int options() {
        int[] members = {
            name("offset"), longType, 0, name("flags"), intType, 64, name("depth"), intType, 96
        };
        return builder.composite(BtfBuilder.STRUCT, "options", 16, members);
    }

    private int pointer(int target) {
        return builder.reference(BtfBuilder.PTR, target);
    }

    private int name(String name) {
        return builder.string(name);
    }

    /// Its types.
    public static Btf btf() {
        return new SampleKernel().builder.build();
    }
}
