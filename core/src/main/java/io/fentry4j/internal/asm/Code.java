package io.fentry4j.internal.asm;

import io.fentry4j.internal.elf.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// An assembled program, whose maps still have names instead of descriptors.
///
/// @param instructions all of it; those that name a map have 0 in its place
/// @param origins what each instruction was made for
/// @param maps the name of the map that an instruction is about, by the instruction's number
public record Code(
        List<Instruction> instructions, List<Origin> origins, Map<Integer, String> maps) {

    public Code {
        instructions = List.copyOf(instructions);
        origins = List.copyOf(origins);
        maps = Map.copyOf(maps);
    }

    /// The program for the kernel.
    ///
    /// @param descriptors the descriptor of each map, by its name
    public List<Instruction> link(ToIntFunction<String> descriptors) {
        List<Instruction> linked = new ArrayList<>(instructions);
        maps.forEach((at, name) ->
                linked.set(at, linked.get(at).withImmediate(descriptors.applyAsInt(name))));
        return linked;
    }

    /// The origins in the form of an object's line information.
    public List<SourceLine> lines() {
        List<SourceLine> lines = new ArrayList<>();
        for (int at = 0; at < origins.size(); at++) {
            Origin origin = origins.get(at);
            if (at == 0 || !origin.equals(origins.get(at - 1))) {
                lines.add(
                        new SourceLine("", at, origin.source(), origin.position(), origin.text()));
            }
        }
        return lines;
    }

    /// The program as text, a line an instruction, as the kernel's disassembler writes it, with a
    /// comment before what belongs to another origin.
    @Override
    public String toString() {
        return new Disassembler(this).text();
    }
}
