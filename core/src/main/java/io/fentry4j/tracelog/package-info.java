/// The kernel's trace log, which `bpf_printk` writes to, as typed lines.
package io.fentry4j.tracelog;
