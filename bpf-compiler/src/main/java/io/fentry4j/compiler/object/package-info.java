/// Reads a compiled object's ELF symbols and BTF into the model.
package io.fentry4j.compiler.object;
