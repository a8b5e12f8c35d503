package io.fentry4j.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelStringEscapedPropertyTest {

    /// Bytes that meet at the borders of the escapes: a collision is likeliest among them.
    private static final byte[] ALPHABET =
            HexFormat.of()
                    .parseHex("005c6e787530317b7d460a0d097f80859fa0bfc0c2c3e0e282aded80f09ff4ff");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_bytes_can_be_told_from_the_escaped_text(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = randomBytes(random, seed % 2 == 0);

            String text = KernelString.of(bytes).escaped();

            assertThat(unescaped(text)).as("%s", text).isEqualTo(bytes);
        }
    }

    @Test
    void no_two_short_byte_sequences_give_the_same_text() {
        Map<String, byte[]> seen = new HashMap<>();
        for (int i = 0; i < 256 + 256 * 256; i++) {
            byte[] bytes =
                    i < 256
                            ? new byte[] {(byte) i}
                            : new byte[] {(byte) ((i - 256) >> 8), (byte) (i - 256)};

            byte[] twin = seen.put(KernelString.of(bytes).escaped(), bytes);

            assertThat(twin).as("%s", HexFormat.of().formatHex(bytes)).isNull();
        }
        assertThat(seen).doesNotContainKey("");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x41, 0x1b, 0xff, 0xe2, 0x80})
    void a_megabyte_is_escaped_in_a_moment(int value) {
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) value);

        String text =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> KernelString.of(bytes).escaped());

        assertThat(text.length()).isEqualTo(bytes.length * (value == 0x41 ? 1 : 4));
    }

    private static byte[] randomBytes(Random random, boolean fromAlphabet) {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        if (fromAlphabet) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = ALPHABET[random.nextInt(ALPHABET.length)];
            }
        }
        return bytes;
    }

    /// Reads an escaped text back: that this is possible for all texts proves that none is shared.
    private static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c != '\\') {
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
                continue;
            }
            char kind = text.charAt(i++);
            switch (kind) {
                case '\\' -> bytes.write('\\');
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case 'x' -> {
                    bytes.write(HexFormat.fromHexDigits(text, i, i + 2));
                    i += 2;
                }
                case 'u' -> {
                    int end = text.indexOf('}', i);
                    int point = HexFormat.fromHexDigits(text, i + 1, end);
                    bytes.writeBytes(Character.toString(point).getBytes(UTF_8));
                    i = end + 1;
                }
                default -> throw new AssertionError("an unknown escape in " + text);
            }
        }
        return bytes.toByteArray();
    }
}
