/// Finds out whether fentry and fexit work here, and if not, why and what to do.
package io.fentry4j.doctor;
