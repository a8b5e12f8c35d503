package io.fentry4j.doctor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing that was checked, with what was seen.
///
/// @param name what was checked
/// @param status how it ended
/// @param observed what was seen, by name, in the order in which it was looked at
/// @param cause why it is not ok; empty only if it is
/// @param fix what to do, in the order to try it
/// @param followsFrom the earlier check that is to blame: put that right, and look again
public record Check(
        CheckName name,
        CheckStatus status,
        Map<String, String> observed,
        Optional<String> cause,
        List<String> fix,
        Optional<CheckName> followsFrom) {

    public Check {
        observed = Collections.unmodifiableMap(new LinkedHashMap<>(observed));
        fix = List.copyOf(fix);
    }

    /// A check that found nothing wrong; the other methods add what it saw.
    public static Check ok(CheckName name) {
        return new Check(
                name, CheckStatus.OK, Map.of(), Optional.empty(), List.of(), Optional.empty());
    }

    /// Adds something that was seen.
    public Check saw(String what, Object value) {
        Map<String, String> more = new LinkedHashMap<>(observed);
        more.put(what, String.valueOf(value));
        return new Check(name, status, more, cause, fix, followsFrom);
    }

    /// Sets how it ended, and why.
    public Check because(CheckStatus notOk, String why) {
        return new Check(name, notOk, observed, Optional.of(why), fix, followsFrom);
    }

    /// Adds something to do.
    public Check fix(String advice) {
        List<String> more = new ArrayList<>(fix);
        more.add(advice);
        return new Check(name, status, observed, cause, more, followsFrom);
    }

    /// Sets the earlier check that is to blame.
    public Check follows(CheckName earlier) {
        return new Check(name, status, observed, cause, fix, Optional.of(earlier));
    }

    /// Whether nothing stands in the way.
    public boolean isOk() {
        return status == CheckStatus.OK;
    }
}
