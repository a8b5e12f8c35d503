/// What the kernel's own files say about its functions: symbols, tracing lists, blacklists,
/// modules.
package io.fentry4j.internal.kernel;
