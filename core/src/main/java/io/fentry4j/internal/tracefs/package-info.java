/// What the kernel's tracefs has to be told, because no system call takes it.
package io.fentry4j.internal.tracefs;
