package io.fentry4j.internal.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The code symbols of `/proc/kallsyms`, found by name or by address.
///
/// ```
///  ffffffff8147113a t do_unlinkat\n
///  ffffffffc02d3630 t ovl_do_rename.constprop.0\t[overlay]\n
/// ```
///
/// Keeps the file's bytes and two hash tables of line starts, because a kernel's 170,000 symbols as
/// objects would take five times as much. Lines that are not like these are skipped. Immutable.
public final class SymbolTable {

    private static final int MAX_NAME = 512; // KSYM_NAME_LEN
    private static final int NONE = -1;

    private final byte[] text;
    private final int[] lines;
    private final int[] byName;
    private final int[] nextByName;
    private final int[] byAddress;
    private final int[] nextByAddress;
    private final Lazy<long[]> sorted = Lazy.of(this::sortedAddresses);

    private SymbolTable(byte[] text, int[] lines) {
        this.text = text;
        this.lines = lines;
        int buckets = Integer.highestOneBit(Math.max(lines.length, 8)) << 1;
        this.byName = filled(buckets);
        this.byAddress = filled(buckets);
        this.nextByName = new int[lines.length];
        this.nextByAddress = new int[lines.length];
        // From the last to the first, so that each chain has the file's order.
        for (int line = lines.length - 1; line >= 0; line--) {
            int name = nameStart(lines[line]);
            int bucket = nameHash(text, name, baseEnd(name)) & (buckets - 1);
            nextByName[line] = byName[bucket];
            byName[bucket] = line;
            bucket = addressHash(address(line)) & (buckets - 1);
            nextByAddress[line] = byAddress[bucket];
            byAddress[bucket] = line;
        }
    }

    /// Indexes the text of a `/proc/kallsyms`; the bytes must not change any more.
    public static SymbolTable parse(byte[] text) {
        int[] lines = new int[Math.min(text.length / 24 + 16, 1 << 16)];
        int count = 0;
        int start = 0;
        while (start < text.length) {
            int end = start;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            if (isCode(text, start, end)) {
                if (count == lines.length) {
                    lines = Arrays.copyOf(lines, 2 * count);
                }
                lines[count++] = start;
            }
            start = end + 1;
        }
        return new SymbolTable(text, Arrays.copyOf(lines, count));
    }

    /// Whether the line is an address, the type of a code symbol, and a name.
    private static boolean isCode(byte[] text, int start, int end) {
        int at = start;
        while (at < end && at < start + 17 && Character.digit(text[at], 16) >= 0) {
            at++;
        }
        if (at == start || at > start + 16 || at + 3 >= end || text[at] != ' ') {
            return false;
        }
        boolean code = "tTwW".indexOf(text[at + 1]) >= 0;
        return code && text[at + 2] == ' ' && text[at + 3] > ' ' && end - at < 3 * MAX_NAME;
    }

    /// The symbols of a function and of the copies and parts that the compiler made of it, in the
    /// file's order: `f`, `f.isra.0`, `f.part.0`, `f.cold`.
    public List<Symbol> allOf(String function) {
        byte[] name = function.getBytes(StandardCharsets.UTF_8);
        List<Symbol> found = new ArrayList<>();
        int bucket = nameHash(name, 0, name.length) & (byName.length - 1);
        for (int line = byName[bucket]; line != NONE; line = nextByName[line]) {
            int start = nameStart(lines[line]);
            if (Arrays.equals(text, start, baseEnd(start), name, 0, name.length)) {
                found.add(symbol(line));
            }
        }
        return found;
    }

    /// The symbols of exactly this name.
    public List<Symbol> named(String name) {
        int dot = name.indexOf('.', 1);
        return allOf(dot < 0 ? name : name.substring(0, dot)).stream()
                .filter(symbol -> symbol.name().equals(name))
                .toList();
    }

    /// The symbols at this address: a function can have several names. Empty for address 0.
    public List<Symbol> at(long address) {
        List<Symbol> found = new ArrayList<>();
        int bucket = addressHash(address) & (byAddress.length - 1);
        for (int line = byAddress[bucket];
                line != NONE && address != 0;
                line = nextByAddress[line]) {
            if (address(line) == address) {
                found.add(symbol(line));
            }
        }
        return found;
    }

    /// The symbols at the greatest address that is not above this one: of the function that the
    /// address is in, if it is in one. Empty if there is none, or all addresses are hidden.
    public List<Symbol> atOrBefore(long address) {
        long[] all = sorted.get();
        int at = Arrays.binarySearch(all, address);
        int before = at >= 0 ? at : -at - 2;
        return before < 0 ? List.of() : at(all[before]);
    }

    /// Addresses of the kernel are all negative, so that signed order is theirs.
    private long[] sortedAddresses() {
        long[] all = new long[lines.length];
        Arrays.setAll(all, this::address);
        Arrays.sort(all);
        return all;
    }

    /// How many code symbols there are.
    public int size() {
        return lines.length;
    }

    private Symbol symbol(int line) {
        int start = nameStart(lines[line]);
        int end = nameEnd(start);
        String name = new String(text, start, end - start, StandardCharsets.UTF_8);
        return new Symbol(address(line), name, module(end));
    }

    /// The name in brackets after a symbol's name.
    private Optional<String> module(int nameEnd) {
        int open = nameEnd;
        while (open < text.length && (text[open] == '\t' || text[open] == ' ')) {
            open++;
        }
        if (open >= text.length || text[open] != '[') {
            return Optional.empty();
        }
        int close = open + 1;
        while (close < text.length && text[close] > ' ' && text[close] != ']') {
            close++;
        }
        return Optional.of(new String(text, open + 1, close - open - 1, StandardCharsets.UTF_8));
    }

    private long address(int line) {
        long address = 0;
        for (int at = lines[line]; text[at] != ' '; at++) {
            address = address << 4 | Character.digit(text[at], 16);
        }
        return address;
    }

    private int nameStart(int lineStart) {
        int at = lineStart;
        while (text[at] != ' ') {
            at++;
        }
        return at + 3;
    }

    private int nameEnd(int start) {
        int end = start;
        while (isNamePart(end)) {
            end++;
        }
        return end;
    }

    /// Where the name's first suffix begins, or where the name ends.
    private int baseEnd(int start) {
        int end = start + 1;
        while (isNamePart(end) && text[end] != '.') {
            end++;
        }
        return end;
    }

    /// Bytes of UTF-8 above ASCII are negative.
    private boolean isNamePart(int at) {
        return at < text.length && (text[at] > ' ' || text[at] < 0);
    }

    private static int nameHash(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int at = start; at < end; at++) {
            hash = 31 * hash + bytes[at];
        }
        return hash ^ hash >>> 15;
    }

    /// Functions start at multiples of 16, many of them one after the other.
    private static int addressHash(long address) {
        return (int) ((address * 0x9e3779b97f4a7c15L) >>> 40);
    }

    private static int[] filled(int buckets) {
        int[] table = new int[buckets];
        Arrays.fill(table, NONE);
        return table;
    }
}
