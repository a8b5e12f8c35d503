package io.fentry4j.internal.trace;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.kernel.KernelFacts;
import io.fentry4j.internal.kernel.Lazy;
import io.fentry4j.internal.kernel.Symbol;
import io.fentry4j.internal.kernel.SymbolTable;
import io.fentry4j.trace.CallStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From the addresses that the kernel gives to a stack.
///
/// A kernel stack begins with the program itself, the trampoline and what else the kernel's
/// unwinder finds there: how many frames that is, differs. So more than the wanted frames are read,
/// and those before the traced function are dropped here.
final class StackDecoder {

    private static final int MAX_FRAMES = 127; // kernel.perf_event_max_stack
    private static final int BEFORE_FUNCTION = 8;

    /// More is no function, but code without a symbol behind one.
    private static final long MAX_OFFSET = 1 << 20;

    private final Read.Stack read;
    private final int frames;
    private final String function;
    private final Lazy<Optional<SymbolTable>> symbols;

    StackDecoder(
            Read.Stack read, int frames, String function, Lazy<Optional<SymbolTable>> symbols) {
        this.read = read;
        this.frames = frames;
        this.function = function;
        this.symbols = symbols;
    }

    /// @param frames how many are kept
    /// @throws IllegalArgumentException if so many cannot be had
    static StackDecoder of(boolean user, int frames, String function) {
        if (frames < 1 || frames > MAX_FRAMES) {
            throw new IllegalArgumentException(
                    "a stack of %d frames: it can be 1 to %d".formatted(frames, MAX_FRAMES));
        }
        int read = Math.min(frames + (user ? 1 : BEFORE_FUNCTION), MAX_FRAMES);
        return new StackDecoder(
                new Read.Stack(user, read),
                frames,
                function,
                // not before the first stack: then the programs have their symbols
                Lazy.of(() -> KernelFacts.running().symbols()));
    }

    Read.Stack read() {
        return read;
    }

    CallStack decode(RecordView event, int at) {
        List<CallStack.Frame> all = new ArrayList<>();
        for (int i = 0; i < read.frames(); i++) {
            long address = event.getLong(at + i * Long.BYTES);
            if (address == 0) {
                break; // the kernel fills up with zeros
            }
            all.add(read.user() ? unnamed(address) : frame(address));
        }
        boolean full = all.size() == read.frames();
        List<CallStack.Frame> kept = all.subList(begin(all), all.size());
        boolean truncated = kept.size() > frames || (full && read.frames() == MAX_FRAMES);
        return new CallStack(kept.subList(0, Math.min(kept.size(), frames)), truncated);
    }

    /// Where the traced function is.
    private int begin(List<CallStack.Frame> all) {
        for (int i = 0; i < Math.min(all.size(), BEFORE_FUNCTION); i++) {
            if (all.get(i).function().filter(this::isTraced).isPresent()) {
                return i;
            }
        }
        return 0;
    }

    private boolean isTraced(String name) {
        return name.equals(function) || name.startsWith(function + ".");
    }

    private static CallStack.Frame unnamed(long address) {
        return new CallStack.Frame(address, Optional.empty(), 0, Optional.empty());
    }

    /// A call can be a function's last instruction: the address behind it is then the next
    /// function's.
    private CallStack.Frame frame(long address) {
        List<Symbol> names =
                symbols.get().map(table -> table.atOrBefore(address - 1)).orElse(List.of());
        if (names.isEmpty() || address - names.getFirst().address() > MAX_OFFSET) {
            return unnamed(address);
        }
        Symbol symbol =
                names.stream()
                        .filter(name -> isTraced(name.name()))
                        .findFirst()
                        .orElse(names.getFirst());
        return new CallStack.Frame(
                address, Optional.of(symbol.name()), address - symbol.address(), symbol.module());
    }
}
