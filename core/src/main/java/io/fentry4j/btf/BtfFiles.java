package io.fentry4j.btf;

import io.fentry4j.internal.elf.ElfException;
import io.fentry4j.internal.elf.ElfFile;
import io.fentry4j.internal.elf.ElfSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where BTF comes from: sysfs, raw files and ELF files.
final class BtfFiles {

    /// The kernel shows its own BTF and that of each loaded module here (`kernel/bpf/sysfs_btf.c`).
    static final Path SYSFS = Path.of("/sys/kernel/btf");

    private static final String VMLINUX = "vmlinux";

    /// A kernel's BTF has 5 to 10 MiB. The bound keeps a wrong path from filling the heap.
    private static final int MAX_RAW_BYTES = 256 << 20;

    private static final Pattern MODULE_NAME = Pattern.compile("[A-Za-z0-9_.+-]+");

    private BtfFiles() {}

    static BtfData vmlinux(Path sysfs) {
        Path file = sysfs.resolve(VMLINUX);
        try {
            return BtfData.parse(raw(file), null, file.toString());
        } catch (NoSuchFileException e) {
            throw new BtfException(
                    "read the kernel's BTF: "
                            + file
                            + " does not exist: the kernel was built without CONFIG_DEBUG_INFO_BTF,"
                            + " or sysfs is not mounted in this container",
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static BtfData module(Path sysfs, String name, BtfData vmlinux) {
        // Tools show modules with dashes, the kernel knows them with underscores.
        String module = name.replace('-', '_');
        if (!MODULE_NAME.matcher(name).matches()
                || module.equals(VMLINUX)
                || name.startsWith(".")) {
            throw new BtfException("read a module's BTF: '" + name + "' is not a module's name");
        }
        Path file = sysfs.resolve(module);
        try {
            return BtfData.parse(raw(file), vmlinux, file.toString());
        } catch (NoSuchFileException e) {
            throw new BtfException(
                    "read a module's BTF: "
                            + file
                            + " does not exist: the module is not loaded, is built into the kernel,"
                            + " or the kernel was built without CONFIG_DEBUG_INFO_BTF_MODULES",
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static List<String> modules(Path sysfs) {
        try (Stream<Path> files = Files.list(sysfs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(VMLINUX))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(sysfs, e);
        }
    }

    static BtfData read(Path file, @Nullable BtfData base) {
        try {
            if (isElf(file)) {
                try (FileChannel channel = FileChannel.open(file)) {
                    // Mapped, because a kernel image with DWARF is larger than a heap.
                    long size = Math.min(channel.size(), Integer.MAX_VALUE);
                    var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
                    return ofElf(ElfFile.parse(bytes), base, file.toString());
                }
            }
            return BtfData.parse(raw(file), base, file.toString());
        } catch (ElfException e) {
            throw new BtfException("read BTF of " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static BtfData ofObject(byte[] elf) {
        try {
            return ofElf(ElfFile.parse(elf.clone()), null, "an ELF object");
        } catch (ElfException e) {
            throw new BtfException("read BTF of an ELF object: " + e.getMessage(), e);
        }
    }

    private static BtfData ofElf(ElfFile elf, @Nullable BtfData base, String origin) {
        byte[] btf =
                section(elf, ".BTF")
                        .orElseThrow(() ->
                                new BtfException(
                                        "read BTF of "
                                                + origin
                                                + ": it has no .BTF section (compile with"
                                                + " -g)"));
        @Nullable BtfData below = base;
        if (below == null) {
            // A module of Linux 6.11 and later brings the few types of its base that it needs.
            below =
                    section(elf, ".BTF.base")
                            .map(b -> BtfData.parse(b, null, origin + " (.BTF.base)"))
                            .orElse(null);
        }
        return BtfData.parse(btf, below, origin);
    }

    private static Optional<byte[]> section(ElfFile elf, String name) {
        Optional<ElfSection> section = elf.section(name);
        return section.map(elf::bytes);
    }

    private static boolean isElf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ElfFile.isElf(in.readNBytes(4));
        }
    }

    /// The whole file on the heap: `/sys/kernel/btf` can be mapped only since Linux 6.16.
    private static byte[] raw(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_RAW_BYTES + 1);
            if (bytes.length > MAX_RAW_BYTES) {
                throw new BtfException(
                        "read BTF of %s: more than %d bytes".formatted(file, MAX_RAW_BYTES));
            }
            return bytes;
        }
    }

    private static BtfException unreadable(Path file, IOException e) {
        String cause =
                switch (e) {
                    case NoSuchFileException _ -> "it does not exist";
                    case AccessDeniedException _ -> "permission denied";
                    default -> String.valueOf(e.getMessage());
                };
        return new BtfException("read BTF of " + file + ": " + cause, e);
    }
}
