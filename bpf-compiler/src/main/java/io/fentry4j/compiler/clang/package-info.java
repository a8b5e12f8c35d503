/// Runs clang, and turns what it says into messages at places in Java.
package io.fentry4j.compiler.clang;
