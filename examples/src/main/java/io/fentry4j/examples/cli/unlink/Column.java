package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.text.Cut;
import io.fentry4j.examples.cli.text.DisplayWidth;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The columns before the name, in their order.
enum Column {
    TIME(12, false),
    PID(7, true),
    UID(5, true),
    COMM(15, false),
    CALL(6, false),
    RET(10, false),
    DURATION(8, true);

    /// Room that a name or path should have; columns make way for it.
    private static final int ROOM_FOR_NAME = 30;

    /// Those that a narrow terminal goes without, the first one first.
    private static final List<Column> DISPENSABLE = List.of(UID, DURATION, TIME);

    private final int width;
    private final boolean right;

    Column(int width, boolean right) {
        this.width = width;
        this.right = right;
    }

    /// Those that fit into a line.
    ///
    /// @param columns the terminal's width; 0: there is room for all
    /// @param directories whether there are calls of different kinds
    static Set<Column> fitting(int columns, boolean directories) {
        Set<Column> fitting = EnumSet.allOf(Column.class);
        if (!directories) {
            fitting.remove(CALL);
        }
        for (Column dispensable : DISPENSABLE) {
            int used = fitting.stream().mapToInt(column -> column.width + 1).sum();
            if (columns == 0 || used + ROOM_FOR_NAME <= columns) {
                break;
            }
            fitting.remove(dispensable);
        }
        return fitting;
    }

    /// `value` with blanks to the column's width. If the line is to fit a terminal, a thread's name
    /// that is wider is cut; other values move the rest of their line.
    String cell(String value, boolean fit) {
        String shown = fit && this == COMM ? Cut.toBeginning(value, width) : value;
        String blanks = " ".repeat(Math.max(0, width - DisplayWidth.of(shown)));
        return right ? blanks + shown : shown + blanks;
    }
}
