/// From a record to programs: components and filters are bound to the kernel's types, given places
/// in an event, assembled, and read back.
package io.fentry4j.internal.trace;
