/// Which kernel functions can be traced, and why others cannot: answered from the kernel's own
/// files, without loading anything.
package io.fentry4j.preflight;
