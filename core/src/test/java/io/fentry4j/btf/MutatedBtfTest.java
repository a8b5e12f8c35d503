package io.fentry4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Changes bytes of good BTF and calls everything: only a [BtfException] may come out, and soon.
class MutatedBtfTest {

    private static final int ROUNDS = 3_000;
    private static final long SEED = 0x5eed_0b7fL;

    @Test
    void changedBytesLeadToNothingButBtfExceptions() {
        byte[] good = new SampleBtf().builder.bytes();
        AtomicInteger parsed = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    Random random = new Random(SEED);
                    for (int round = 0; round < ROUNDS; round++) {
                        byte[] bytes = mutate(good, random);
                        try {
                            Btf btf = Btf.parse(bytes);
                            parsed.incrementAndGet();
                            callEverything(btf, refused);
                        } catch (BtfException e) {
                            refused.incrementAndGet();
                        } catch (RuntimeException | Error e) {
                            fail(
                                    "round %d: %s"
                                            .formatted(round, HexFormat.of().formatHex(bytes)),
                                    e);
                        }
                    }
                });

        // Both ways out were taken often: the test reaches behind the header.
        assertThat(parsed).hasValueGreaterThan(ROUNDS / 2);
        assertThat(refused).hasValueGreaterThan(ROUNDS / 2);
    }

    @Test
    void everyTruncationLeadsToNothingButBtfExceptions() {
        byte[] good = new SampleBtf().builder.bytes();
        AtomicInteger refused = new AtomicInteger();
        for (int length = 0; length < good.length; length++) {
            byte[] bytes = Arrays.copyOf(good, length);
            try {
                callEverything(Btf.parse(bytes), refused);
            } catch (BtfException e) {
                refused.incrementAndGet();
            }
        }
        assertThat(refused).hasValue(good.length);
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            // The header is small: leave it alone most of the time.
            int from = random.nextInt(16) == 0 ? 0 : 24;
            int at = from + random.nextInt(bytes.length - from);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) random.nextInt(30);
                default -> Arrays.fill(bytes, at, Math.min(at + 4, bytes.length), (byte) -1);
            }
        }
        return bytes;
    }

    private static void callEverything(Btf btf, AtomicInteger refused) {
        for (int id = 0; id <= btf.lastId() + 1; id++) {
            guarded(btf::type, id, refused);
            guarded(btf::name, id, refused);
            guarded(btf::resolve, id, refused);
            guarded(btf::sizeOf, id, refused);
            guarded(btf::toC, id, refused);
            guarded(btf::definition, id, refused);
            guarded(i -> btf.member(i, "low"), id, refused);
            guarded(i -> btf.member(i, "none"), id, refused);
            guarded(
                    i -> btf.type(i) instanceof BtfType.Func f ? btf.kernelFunction(f) : i,
                    id,
                    refused);
        }
        guarded(_ -> btf.types().map(BtfType::name).toList(), 0, refused);
        guarded(_ -> btf.kernelFunction("do_unlinkat"), 0, refused);
        guarded(_ -> btf.findAll("filename", BtfType.Composite.class), 0, refused);
        guarded(_ -> btf.functions(name -> name.length() > 3).count(), 0, refused);
        guarded(_ -> btf.functionsMatching("*un*k*").toList(), 0, refused);
        guarded(_ -> btf.similarFunctions("do_unlnkat", 3), 0, refused);
        guarded(_ -> Btf.parse(new SampleBtf().builder.bytes(), btf).type(1), 0, refused);
    }

    private static void guarded(IntFunction<Object> call, int id, AtomicInteger refused) {
        try {
            Objects.requireNonNull(call.apply(id));
        } catch (BtfException e) {
            refused.incrementAndGet();
        }
    }
}
