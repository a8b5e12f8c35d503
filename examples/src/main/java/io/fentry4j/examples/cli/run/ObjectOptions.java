package io.fentry4j.examples.cli.run;

import io.fentry4j.OpenBpfObject;
import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.SimilarNames;
import io.fentry4j.data.BtfValueTypes;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The constants of an object (`const volatile`, section `.rodata`) as options.
final class ObjectOptions {

    private static final String CONSTANTS = ".rodata";
    private static final int NEAR_NAMES = 3;

    private final List<ObjectOption> options;

    private ObjectOptions(List<ObjectOption> options) {
        this.options = options;
    }

    /// Finds the options of an object and gives them the values that its package wants.
    ///
    /// @throws InvalidObjectException if the package has a value that is none of the type
    static ObjectOptions of(OpenBpfObject open, Btf btf, PackageInfo info) {
        List<ObjectOption> options = new ArrayList<>();
        btf.types()
                .filter(BtfType.Datasec.class::isInstance)
                .map(BtfType.Datasec.class::cast)
                .filter(section -> section.name().startsWith(CONSTANTS))
                .flatMap(section -> section.variables().stream())
                .forEach(place -> option(open, btf, place, info).ifPresent(options::add));
        for (ObjectOption option : options) {
            option.hint().value().ifPresent(value -> preset(option, value));
        }
        return new ObjectOptions(options);
    }

    private static void preset(ObjectOption option, String value) {
        try {
            option.set(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidObjectException(
                    Failure.of(
                                    "set '" + option.name() + "' as the package says",
                                    String.valueOf(e.getMessage()))
                            .advise("correct its value or default in the package"),
                    e);
        }
    }

    /// Empty for a variable that cannot be set: a static one, or one of a type without a notation.
    private static Optional<ObjectOption> option(
            OpenBpfObject open, Btf btf, BtfType.Variable place, PackageInfo info) {
        if (!(btf.type(place.typeId()) instanceof BtfType.Var variable)
                || variable.linkage() != BtfType.Linkage.GLOBAL) {
            return Optional.empty();
        }
        OptionHint hint = info.options().getOrDefault(variable.name(), OptionHint.NONE);
        try {
            var value = BtfValueTypes.of(btf, variable.typeId());
            return OptionType.of(btf, variable.typeId())
                    .map(type ->
                            new ObjectOption(
                                    variable.name(),
                                    ctype(btf, variable.typeId()),
                                    type,
                                    open.variable(variable.name(), value),
                                    hint));
        } catch (BtfException | InvalidObjectException e) {
            return Optional.empty(); // the BTF contradicts itself or the ELF symbols
        }
    }

    private static String ctype(Btf btf, int typeId) {
        return btf.toC(typeId).replaceAll("\\b(const|volatile) ", "");
    }

    List<ObjectOption> all() {
        return options;
    }

    /// Sets what `NAME=VALUE` says.
    ///
    /// @throws IllegalArgumentException if there is no such option, or the value is none of its
    ///   type
    void set(String name, String value) {
        find("--" + name).set(value);
    }

    /// Sets what these arguments say: `--NAME VALUE`, `--NAME=VALUE`, for a bool `--NAME` alone.
    ///
    /// @throws IllegalArgumentException if they are no such options
    void parse(List<String> arguments) {
        int next = 0;
        while (next < arguments.size()) {
            String argument = arguments.get(next++);
            int equals = argument.indexOf('=');
            ObjectOption option = find(equals < 0 ? argument : argument.substring(0, equals));
            if (equals >= 0) {
                option.set(argument.substring(equals + 1));
            } else if (option.type() instanceof OptionType.Truth) {
                option.set("true");
            } else if (next < arguments.size()) {
                option.set(arguments.get(next++));
            } else {
                throw new IllegalArgumentException(argument + " needs a value: " + option.ctype());
            }
        }
    }

    private ObjectOption find(String argument) {
        return options.stream()
                .filter(option -> option.isMeantBy(argument))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(argument)));
    }

    private String unknown(String argument) {
        List<String> names = options.stream().map(ObjectOption::longName).toList();
        String wanted = argument.replaceFirst("^--?", "");
        List<String> near = SimilarNames.among(names, wanted, NEAR_NAMES);
        String problem = "the object has no option '%s'".formatted(argument);
        if (!near.isEmpty()) {
            return problem + ", did you mean --" + String.join(", --", near);
        }
        return names.isEmpty()
                ? problem + ": it has none at all"
                : problem + "; it has --" + String.join(", --", names);
    }
}
