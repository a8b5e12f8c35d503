package io.fentry4j;

/// What an update does with keys that are there, or not there.
public enum UpdateMode {
    /// Sets the value in any case (`BPF_ANY`).
    ANY,
    /// Sets the value of a new key only (`BPF_NOEXIST`).
    CREATE,
    /// Sets the value of a key that is there only (`BPF_EXIST`).
    REPLACE
}
