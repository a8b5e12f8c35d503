package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;

/// Where `struct task_struct` has what the context's helpers tell, in bytes from its start.
///
/// @param cred where the pointer to `struct cred` is, which the next two are in
record TaskFields(int tid, int pid, int comm, int cred, int uid, int gid) {

    /// Those of a kernel.
    ///
    /// @throws IllegalStateException if this is no kernel's BTF
    static TaskFields of(Btf btf) {
        int task = struct(btf, "task_struct");
        int cred = struct(btf, "cred");
        return new TaskFields(
                offset(btf, task, "pid"),
                offset(btf, task, "tgid"),
                offset(btf, task, "comm"),
                offset(btf, task, "cred"),
                offset(btf, cred, "uid"), // a struct of one number
                offset(btf, cred, "gid"));
    }

    private static int struct(Btf btf, String name) {
        return btf.find(name, BtfType.Struct.class)
                .orElseThrow(() -> new IllegalStateException("no struct " + name + " in " + btf))
                .id();
    }

    private static int offset(Btf btf, int struct, String member) {
        return btf.member(struct, member)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "no member " + member + " in " + btf.type(struct).name()))
                .offset();
    }
}
