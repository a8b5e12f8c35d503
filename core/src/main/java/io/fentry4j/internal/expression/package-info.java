/// The language of paths and filters: C's expressions, as far as a probe can evaluate them.
package io.fentry4j.internal.expression;
