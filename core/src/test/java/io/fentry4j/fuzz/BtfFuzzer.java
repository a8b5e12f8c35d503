package io.fentry4j.fuzz;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.BtfSeeds;
import io.fentry4j.btf.BtfType;
import java.util.Objects;
import java.util.function.IntFunction;

/// Raw BTF, alone and split from good BTF: only a [BtfException] may come out.
public final class BtfFuzzer {

    private static final Btf BASE = Btf.parse(BtfSeeds.sample());

    private BtfFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            useAll(Btf.parse(input));
        } catch (BtfException e) {
            // damaged, and seen to be so
        }
        try {
            useAll(Btf.parse(input, BASE));
        } catch (BtfException e) {
            // likewise
        }
    }

    static void useAll(Btf btf) {
        int last = Math.min(btf.lastId(), btf.firstId() + 200);
        for (int id = btf.firstId(); id <= last + 1; id++) {
            attempt(btf::type, id);
            attempt(btf::resolve, id);
            attempt(btf::sizeOf, id);
            attempt(btf::toC, id);
            attempt(btf::definition, id);
            attempt(i -> btf.member(i, "low"), id);
            attempt(
                    i ->
                            btf.type(i) instanceof BtfType.Func function
                                    ? btf.kernelFunction(function)
                                    : i,
                    id);
        }
        attempt(_ -> btf.kernelFunction("do_unlinkat"), 0);
        attempt(_ -> btf.findAll("filename", BtfType.Composite.class), 0);
        attempt(_ -> btf.functionsMatching("*un*k*").toList(), 0);
        attempt(_ -> btf.similarFunctions("do_unlnkat", 3), 0);
    }

    private static void attempt(IntFunction<Object> call, int id) {
        try {
            Objects.requireNonNull(call.apply(id));
        } catch (BtfException e) {
            // one damaged type need not keep from the others
        }
    }
}
