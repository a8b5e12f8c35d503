/// An assembler for BPF: instructions as values, labels, maps and helpers by name, and the text of
/// what was assembled.
package io.fentry4j.internal.asm;
