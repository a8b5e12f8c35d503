/// Finds the C of a program in the Java sources, and the place in Java of each character of it.
package io.fentry4j.compiler.source;
