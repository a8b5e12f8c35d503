package io.fentry4j.internal.failure;

import io.fentry4j.failure.SourcePosition;
import io.fentry4j.internal.elf.SourceLine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the source line of the instruction that the verifier rejected.
///
/// Before the instructions of a source line the verifier logs `; ` and the line; the last one
/// before the end belongs to the rejected instruction. Since Linux 6.10 it adds ` @ file:number`.
/// Before that the text is looked up in the object's own line information; where the same text
/// stands several times, the instruction's number decides. A program that was made here instead of
/// compiled has no lines in the log: its instructions' numbers say what they were made for.
final class RejectedLine {

    private static final Pattern LINE = Pattern.compile("; (.*?)(?: @ ([^ :]+):(\\d+))?");
    private static final Pattern INSTRUCTION = Pattern.compile("(\\d+): \\([0-9a-f]{2}\\) .*");

    private RejectedLine() {}

    static Optional<SourcePosition> find(String verifierLog, List<SourceLine> lines) {
        Matcher last = null;
        int instruction = 0;
        for (String text : verifierLog.lines().toList()) {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                last = line;
            }
            Matcher number = INSTRUCTION.matcher(text);
            if (number.matches()) {
                instruction = Integer.parseInt(number.group(1));
            }
        }
        if (last == null) {
            return madeFor(instruction, lines);
        }
        if (last.group(2) != null) {
            return Optional.of(
                    new SourcePosition(
                            last.group(2), Integer.parseInt(last.group(3)), last.group(1).strip()));
        }
        return lookUp(last.group(1).strip(), instruction, lines);
    }

    private static Optional<SourcePosition> lookUp(
            String text, int instruction, List<SourceLine> lines) {
        return lines.stream()
                .filter(line -> line.text().strip().equals(text))
                .min(Comparator.comparingInt(line -> Math.abs(line.instruction() - instruction)))
                .map(line -> new SourcePosition(withoutFolders(line.file()), line.number(), text));
    }

    private static Optional<SourcePosition> madeFor(int instruction, List<SourceLine> lines) {
        return lines.stream()
                .filter(line -> line.section().isEmpty() && line.instruction() <= instruction)
                .max(Comparator.comparingInt(SourceLine::instruction))
                .map(line -> new SourcePosition(line.file(), line.number(), line.text()));
    }

    private static String withoutFolders(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
