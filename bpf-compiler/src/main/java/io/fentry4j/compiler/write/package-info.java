/// Writes the model as Java sources.
package io.fentry4j.compiler.write;
