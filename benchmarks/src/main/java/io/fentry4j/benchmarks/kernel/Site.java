package io.fentry4j.benchmarks.kernel;

/// What is traced: a function, and tracepoints that are passed as often as it is called.
///
/// @param function the kernel function
/// @param rawTracepoint the name for `raw_tp`
/// @param category of the tracepoint, its folder in tracefs
/// @param tracepoint the name for `tp`
record Site(String function, String rawTracepoint, String category, String tracepoint) {

    /// What the drivers of [EmptyProbes] loop over.
    static final Site LOOP =
            new Site("bpf_get_numa_node_id", "bpf_trace_printk", "bpf_trace", "bpf_trace_printk");

    /// The system call `umask`. `sys_enter` is passed by all system calls.
    static final Site UMASK =
            new Site(wrapper("umask"), "sys_enter", "syscalls", "sys_enter_umask");

    private static String wrapper(String name) {
        return (System.getProperty("os.arch").equals("amd64") ? "__x64_sys_" : "__arm64_sys_")
                + name;
    }
}
