/// Failures by cause: one sealed hierarchy under [BpfException].
package io.fentry4j.failure;
