package io.fentry4j.examples.cli.list;

import io.fentry4j.data.KernelString;
import io.fentry4j.preflight.Mechanism;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a mechanism's name.
final class MechanismConverter implements ITypeConverter<Mechanism> {

    @Override
    public Mechanism convert(String text) {
        return Arrays.stream(Mechanism.values())
                .filter(mechanism -> mechanism.toString().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is not fentry, fexit or kprobe"
                                        .formatted(KernelString.of(text).escaped())));
    }
}
