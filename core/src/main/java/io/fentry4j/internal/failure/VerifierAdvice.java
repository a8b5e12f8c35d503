package io.fentry4j.internal.failure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What to do about the rejections that people meet most.
///
/// @param reason matches the verifier's reason, its last line that is one
/// @param advice what to do
record VerifierAdvice(Pattern reason, String advice) {

    private static final List<VerifierAdvice> ALL =
            List.of(
                    of(
                            "helper call is not allowed in probe",
                            "bpf_d_path is allowed in a few functions only: walk the dentries"
                                    + " (d_name, d_parent) in the program"),
                    of(
                            "cannot call GPL-restricted function",
                            "give the program a license that is compatible with the GPL, such as"
                                    + " @BPF(license = \"Dual BSD/GPL\")"),
                    of(
                            "At program exit the register R0",
                            "return 0: programs of this type can return nothing else"),
                    of(
                            "failed to resolve CO-RE relocation|invalid func unknown#1958960",
                            "this kernel has no such field or type: ask bpf_core_field_exists"
                                    + " before"),
                    of(
                            "unknown func bpf_|cannot use helper",
                            "this kernel has no such helper for programs of this type: use another"
                                    + " one, or a newer kernel"),
                    of(
                            "BPF program is too large|too many states|infinite loop",
                            "bound the loops by constants, or use bpf_loop (Linux 5.17)"),
                    of("_or_null", "compare the pointer with NULL before it is used"));

    static Optional<String> about(VerifierLog log) {
        return log.reason()
                .flatMap(reason ->
                        ALL.stream()
                                .filter(known -> known.reason.matcher(reason).find())
                                .map(VerifierAdvice::advice)
                                .findFirst());
    }

    private static VerifierAdvice of(String reason, String advice) {
        return new VerifierAdvice(Pattern.compile(reason), advice);
    }
}
