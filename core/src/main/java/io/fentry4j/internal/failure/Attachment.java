package io.fentry4j.internal.failure;

/// An attach that failed.
///
/// @param operation what was tried, such as `attach 'on_unlink' to do_unlinkat`
/// @param target the function, or the tracepoint as `category:name` or `name`
/// @param cookie whether an attach cookie was given
public record Attachment(String operation, Mechanism mechanism, String target, boolean cookie) {}
