package io.fentry4j.examples.cli.trace;

import io.fentry4j.Errno;
import io.fentry4j.data.BtfValue;
import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.examples.cli.text.ShortDuration;
import io.fentry4j.trace.TracedCall;
import io.fentry4j.trace.TracedValue;
import java.math.BigInteger;
import java.util.Set;
import java.util.stream.Collectors;

/// As in C: `do_unlinkat(dfd=AT_FDCWD, name="file") = -2 (ENOENT) [41 µs] rm[9290]`.
final class CallText implements CallFormat {

    private static final BigInteger AT_FDCWD = BigInteger.valueOf(-100); // <fcntl.h>
    private static final Set<String> DIRECTORIES = Set.of("dfd", "olddfd", "newdfd", "dirfd");
    private static final BigInteger LAST_ERROR = BigInteger.valueOf(-4095); // MAX_ERRNO

    @Override
    public String line(TracedCall call) {
        StringBuilder line = new StringBuilder(BtfText.safe(call.function()));
        line.append(
                call.values().stream()
                        .map(value -> BtfText.safe(value.name()) + "=" + text(value))
                        .collect(Collectors.joining(", ", "(", ")")));
        call.returned().ifPresent(value -> line.append(" = ").append(returned(value)));
        call.elapsed()
                .ifPresent(
                        time -> line.append("  [").append(ShortDuration.format(time)).append(']'));
        line.append(call.elapsed().isPresent() ? " " : "  ")
                .append(BtfText.safe(call.comm()))
                .append('[')
                .append(call.tid())
                .append(']');
        call.stack().ifPresent(stack -> line.append('\n').append(StackText.of(stack)));
        return line.toString();
    }

    private static String text(TracedValue value) {
        if (value.text().isPresent()) {
            return BtfText.quoted(value.text().get());
        }
        if (value.value().isEmpty()) {
            return "?";
        }
        BtfValue known = value.value().get();
        boolean directory =
                DIRECTORIES.contains(value.name())
                        && known instanceof BtfValue.Int number
                        && number.value().equals(AT_FDCWD);
        return directory ? "AT_FDCWD" : pointer(known);
    }

    private static String pointer(BtfValue value) {
        return value instanceof BtfValue.Pointer(long address) && address == 0
                ? "NULL"
                : BtfText.of(value);
    }

    /// Also a pointer can be an error (`ERR_PTR`).
    private static String returned(TracedValue value) {
        BigInteger number =
                switch (value.value().orElse(new BtfValue.Bool(false))) {
                    case BtfValue.Int result -> result.value();
                    case BtfValue.Pointer(long address) -> BigInteger.valueOf(address);
                    default -> BigInteger.ZERO;
                };
        return number.signum() < 0 && number.compareTo(LAST_ERROR) >= 0
                ? "%d (%s)".formatted(number, new Errno(-number.intValue()).name())
                : text(value);
    }
}
