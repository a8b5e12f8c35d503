package io.fentry4j.compiler.clang;

import java.nio.file.Path;

/// A clang that is new enough.
///
/// @param version the major version
record ClangBinary(Path path, int version) {

    /// The oldest version that is accepted.
    ///
    /// clang 14 is the first that writes BTF declaration and type tags, which libbpf's headers use
    /// (`__kptr`, `__arg_ctx`), and the default of Debian 12. `-mcpu=v3` and CO-RE are older than
    /// that; version 13 drops the tags with a warning.
    static final int OLDEST = 14;

    /// The oldest version that tells in BTF which enums are signed, and writes values of 64 bits.
    static final int ENUM_SIGNS = 15;

    /// Its name for messages.
    String name() {
        return path + " (version " + version + ")";
    }
}
