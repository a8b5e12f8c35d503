/// What is known of an object and the Java types for it: plain data.
package io.fentry4j.compiler.model;
