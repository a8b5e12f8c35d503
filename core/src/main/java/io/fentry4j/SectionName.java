package io.fentry4j;

/// The name of a program's ELF section, taken apart as libbpf does it.
///
/// @param kind before the first slash: `fentry`, `kprobe.multi`, …
/// @param target after it; empty if there is none
record SectionName(String kind, String target) {

    static SectionName of(String section) {
        // A question mark only tells libbpf not to load the program unless asked to.
        String name = section.startsWith("?") ? section.substring(1) : section;
        int slash = name.indexOf('/');
        return slash < 0
                ? new SectionName(name, "")
                : new SectionName(name.substring(0, slash), name.substring(slash + 1));
    }

    /// Whether such a program is verified against the BTF of its target, which has to be known
    /// before load.
    boolean loadedForTarget() {
        return switch (kind) {
            case "fentry", "fentry.s", "fexit", "fexit.s", "fmod_ret", "fmod_ret.s", "tp_btf" ->
                    true;
            default -> false;
        };
    }
}
