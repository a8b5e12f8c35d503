package io.fentry4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.fentry4j.internal.elf.ElfException;
import io.fentry4j.internal.elf.SourceLines;
import io.fentry4j.internal.linux.NoLeaks;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The targets of `fuzz/run` on their seeds, on what was once found, and on some thousand damaged
/// copies of both.
@ExtendWith(NoLeaks.class)
class FuzzTest {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void seeds_are_read(FuzzTarget target) {
        assertThat(target.inputs())
                .isNotEmpty()
                .allSatisfy(input ->
                        assertThatCode(() -> target.run(input)).doesNotThrowAnyException());
    }

    @ParameterizedTest
    @EnumSource
    void what_was_found_stays_fixed(FuzzTarget target) throws Exception {
        for (byte[] input : found(target)) {
            assertTimeoutPreemptively(LONGEST, () -> target.run(input));
        }
    }

    @ParameterizedTest
    @EnumSource
    void damage_leads_to_documented_exceptions_only(FuzzTarget target) throws Exception {
        List<byte[]> inputs =
                Stream.concat(target.inputs().stream(), found(target).stream()).toList();
        Random random = new Random(0xf022);
        for (int round = 0; round < target.rounds(); round++) {
            byte[] input = damaged(inputs.get(round % inputs.size()), random);
            try {
                assertTimeoutPreemptively(LONGEST, () -> target.run(input));
            } catch (Throwable e) {
                String hex = HexFormat.of().formatHex(input);
                throw new AssertionError("round " + round + ": " + hex, e);
            }
        }
    }

    /// Each line can name the same long strings: together they are hardly longer than the file.
    @Test
    void many_lines_with_long_names_do_not_take_more_memory_than_the_file_warrants() {
        byte[] strings = new byte[300_000];
        Arrays.fill(strings, 0, strings.length - 1, (byte) 'x');
        byte[] btf =
                ByteBuffer.allocate(24 + strings.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(4, 24)
                        .putInt(20, strings.length)
                        .put(24, strings)
                        .array();
        byte[] object = FuzzTarget.object(btf, FuzzTarget.lines(20_000, 16));

        assertThatExceptionOfType(ElfException.class)
                .isThrownBy(() -> SourceLines.of(object))
                .withMessageContaining("names that are longer than all strings");
    }

    /// The inputs in `src/test/resources/io/fentry4j/fuzz/TARGET`.
    private static List<byte[]> found(FuzzTarget target) throws IOException, URISyntaxException {
        URL folder = FuzzTest.class.getResource(target.name().toLowerCase(Locale.ROOT));
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream().map(FuzzTest::read).toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes =
                random.nextInt(8) == 0
                        ? Arrays.copyOf(good, random.nextInt(2 * good.length))
                        : good.clone();
        for (int i = random.nextInt(5); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) random.nextInt(30);
                case 3 -> Arrays.fill(bytes, at, Math.min(at + 4, bytes.length), (byte) -1);
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(8, bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }
}
