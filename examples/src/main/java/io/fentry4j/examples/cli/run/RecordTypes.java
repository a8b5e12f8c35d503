package io.fentry4j.examples.cli.run;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.SimilarNames;
import io.fentry4j.data.BtfValue;
import io.fentry4j.data.BtfValueTypes;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds out what the records of a ring buffer are. The kernel does not know: a ring buffer is a
/// map without a value type, and clang leaves a type out of the BTF that only local variables have.
///
/// In this order: the user's word; the pointer that `RING_BUFFER` of this project declares for the
/// map; what a package says; and if the object has one ring buffer only, the one type of record
/// that the package exports, or to which a global pointer was declared to take it into the BTF.
final class RecordTypes {

    /// As `fentry4j.h` names the pointers.
    private static final String RING_PREFIX = "__fentry4j_ring_";

    private static final int NEAR_NAMES = 3;

    private final Btf btf;
    private final PackageInfo info;
    private final Map<String, String> chosen;

    /// @param chosen the user's word: names of types by names of ring buffers
    RecordTypes(Btf btf, PackageInfo info, Map<String, String> chosen) {
        this.btf = btf;
        this.info = info;
        this.chosen = chosen;
    }

    /// A type and who says that it is the right one.
    ///
    /// @param openEnded whether a flexible array at its end lets records be longer
    record Found(ValueType<BtfValue> type, boolean openEnded, String source) {}

    /// The type of the records of `ring`, if it is certain.
    ///
    /// @param rings how many ring buffers the object has
    /// @throws InvalidObjectException if there is no such type, or none whose values can be read
    Optional<Found> find(String ring, int rings) {
        try {
            Optional<RecordHint> hint = hint(ring, rings);
            return hint.map(this::found);
        } catch (BtfException e) {
            throw new InvalidObjectException(
                    Failure.of(
                                    "find the type of the records of '" + ring + "'",
                                    String.valueOf(e.getMessage()))
                            .advise("give a struct of the object: --record " + ring + "=STRUCT"),
                    e);
        }
    }

    private Found found(RecordHint hint) {
        Btf types = hint.btf().orElse(btf);
        int id = typeId(types, hint);
        return new Found(BtfValueTypes.of(types, id), isOpenEnded(types, id), hint.source());
    }

    private static boolean isOpenEnded(Btf types, int id) {
        return types.resolve(id) instanceof BtfType.Struct struct
                && !struct.members().isEmpty()
                && types.resolve(struct.members().getLast().typeId()) instanceof BtfType.Array last
                && last.length() == 0;
    }

    private Optional<RecordHint> hint(String ring, int rings) {
        String given = chosen.get(ring);
        if (given != null) {
            String name = given.replaceFirst("^struct\\s+", "");
            return Optional.of(RecordHint.ofName(name, "--record"));
        }
        Optional<RecordHint> declared =
                pointers().stream()
                        .filter(pointer -> pointer.name().equals(RING_PREFIX + ring))
                        .findFirst()
                        .map(pointer -> hint(pointer, "RING_BUFFER"));
        if (declared.isPresent()) {
            return declared;
        }
        if (info.records().containsKey(ring)) {
            return Optional.ofNullable(info.records().get(ring));
        }
        if (rings != 1) {
            return Optional.empty();
        }
        return info.exported().size() == 1
                ? Optional.of(info.exported().getFirst())
                : theOnePointer();
    }

    private Optional<RecordHint> theOnePointer() {
        List<BtfType.Var> all =
                pointers().stream()
                        .filter(pointer -> btf.type(pointedTo(pointer)) instanceof BtfType.Struct)
                        .toList();
        boolean sameType = all.stream().map(this::pointedTo).distinct().count() == 1;
        return sameType
                ? Optional.of(hint(all.getFirst(), "variable " + all.getFirst().name()))
                : Optional.empty();
    }

    private RecordHint hint(BtfType.Var pointer, String source) {
        return RecordHint.ofId(pointedTo(pointer), "", source);
    }

    private int pointedTo(BtfType.Var variable) {
        BtfType.Ptr pointer = (BtfType.Ptr) btf.resolve(variable.typeId());
        return btf.resolve(pointer.typeId()).id();
    }

    /// The global variables that are pointers.
    private List<BtfType.Var> pointers() {
        List<BtfType.Var> pointers = new ArrayList<>();
        btf.types()
                .forEach(type -> {
                    if (type instanceof BtfType.Var variable
                            && btf.resolve(variable.typeId()) instanceof BtfType.Ptr) {
                        pointers.add(variable);
                    }
                });
        return pointers;
    }

    private static int typeId(Btf types, RecordHint hint) {
        // A package's id counts only if it means the type that the package names.
        if (hint.typeId().isPresent() && isNamed(types, hint.typeId().get(), hint.name())) {
            return hint.typeId().get();
        }
        Optional<Integer> struct = types.find(hint.name(), BtfType.Struct.class).map(BtfType::id);
        if (struct.isPresent()) {
            return struct.get();
        }
        return types.find(hint.name(), BtfType.Typedef.class)
                .map(BtfType::id)
                .orElseThrow(() -> missing(types, hint));
    }

    private static boolean isNamed(Btf types, int id, String name) {
        return id >= types.firstId()
                && id <= types.lastId()
                && (name.isEmpty() || types.name(id).equals(name));
    }

    private static BtfException missing(Btf types, RecordHint hint) {
        TreeSet<String> structs = new TreeSet<>();
        types.types()
                .filter(BtfType.Struct.class::isInstance)
                .map(BtfType::name)
                .filter(name -> !name.isEmpty())
                .forEach(structs::add);
        List<String> near = SimilarNames.among(structs, hint.name(), NEAR_NAMES);
        String advice = near.isEmpty() ? "" : ", did you mean " + String.join(", ", near);
        return new BtfException(
                "%s names 'struct %s', which the object's BTF does not have%s"
                        .formatted(hint.source(), hint.name(), advice));
    }
}
