package io.fentry4j.fuzz;

import io.fentry4j.btf.BtfSeeds;
import io.fentry4j.internal.elf.ElfBuilder;
import io.fentry4j.internal.elf.ElfSection;
import io.fentry4j.internal.elf.ElfSymbol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// What fuzzing starts from: for each target good inputs, made here.
///
/// As a program it writes them to a folder: `FuzzTarget TARGET FOLDER`.
enum FuzzTarget {
    BTF(BtfFuzzer::fuzzerTestOneInput) {
        @Override
        List<byte[]> inputs() {
            return List.of(BtfSeeds.sample(), BtfSeeds.splitFromSample(), BtfSeeds.withLayout());
        }
    },
    ELF(ElfFuzzer::fuzzerTestOneInput) {
        @Override
        List<byte[]> inputs() {
            return List.of(object(BtfSeeds.sample(), lines(2, 16)));
        }
    },
    RING(RingFuzzer::fuzzerTestOneInput) {
        @Override
        List<byte[]> inputs() {
            return List.of(ring(0, 32, 5, 8), ring(4088, 24, 9), ring(1L << 40, 4096, 4088));
        }
    },
    RECORD(RecordFuzzer::fuzzerTestOneInput) {
        @Override
        List<byte[]> inputs() {
            return List.of(
                    "\0\0\0\u0008\0\0\0\u0010name with \u001b[31m and \u202e and \u00e4 in it\0rest"
                            .getBytes(StandardCharsets.UTF_8));
        }
    },
    FILTER(FilterFuzzer::fuzzerTestOneInput) {
        @Override
        List<byte[]> inputs() {
            return List.of(
                            "count >= 4096 && took > 1ms || startsWith(comm, \"rm\")",
                            "file->f_path.dentry->d_name == \"a\" && ret != -2",
                            "!(file->low & 3) && ((struct file *) buf)->f_mode % 7 == 0x10",
                            "file->f_state == RUNNING",
                            "options.flags << 3 > (u32) ~count - cpu",
                            "*buf",
                            "buf[3]")
                    .stream()
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }

        // Each writes several programs.
        @Override
        int rounds() {
            return 500;
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // a method, which holds nothing
    private final Consumer<byte[]> target;

    FuzzTarget(Consumer<byte[]> target) {
        this.target = target;
    }

    abstract List<byte[]> inputs();

    /// How many damaged inputs are tried without fuzzing.
    int rounds() {
        return 3_000;
    }

    void run(byte[] input) {
        target.accept(input);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        int number = 0;
        for (byte[] input : valueOf(arguments[0].toUpperCase(java.util.Locale.ROOT)).inputs()) {
            Files.write(folder.resolve("seed-" + number++), input);
        }
    }

    /// A relocatable object with types, line information, a program, a variable and DWARF.
    static byte[] object(byte[] btf, byte[] btfExt) {
        return new ElfBuilder()
                .section("fentry/do_unlinkat", ElfSection.PROGBITS, 6, new byte[16], 0)
                .section(".bss", ElfSection.NOBITS, 3, new byte[8], 0)
                .section(".BTF", ElfSection.PROGBITS, btf)
                .section(".BTF.ext", ElfSection.PROGBITS, btfExt)
                .section(".debug_info", ElfSection.PROGBITS, new byte[24])
                .symbol("on_unlink", 1, ElfSymbol.FUNC, ElfSymbol.GLOBAL, 0, 16)
                .symbol("seen", 2, ElfSymbol.OBJECT, ElfSymbol.GLOBAL, 0, 8)
                .bytes();
    }

    /// `.BTF.ext` with so many lines, in records of so many bytes, each with a text of its own.
    static byte[] lines(int count, int recordSize) {
        int length = 4 + 8 + count * recordSize;
        ByteBuffer ext = ByteBuffer.allocate(24 + length).order(ByteOrder.LITTLE_ENDIAN);
        ext.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        ext.putInt(0).putInt(0).putInt(0).putInt(length);
        ext.putInt(recordSize).putInt(1).putInt(count);
        for (int i = 0; i < count; i++) {
            ext.putInt(i * 8).putInt(1).putInt(5 + i).putInt((i + 1) << 10 | 3);
            ext.position(ext.position() + recordSize - 16);
        }
        return ext.array();
    }

    /// Positions, and a record of each length, one after the other.
    private static byte[] ring(long consumer, long ahead, int... lengths) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + 4096).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(consumer).putLong(ahead);
        long position = consumer;
        for (int length : lengths) {
            bytes.putInt(16 + (int) (position & 4095), length);
            position += (length + 15) & -8;
        }
        return bytes.array();
    }
}
