package io.fentry4j.internal.asm;

/// A place in a program that jumps go to, made by [Assembler#label()]. Known by its identity.
public final class Label {

    private static final int UNBOUND = -1;

    private final String name;
    private int position = UNBOUND;

    Label(String name) {
        this.name = name;
    }

    void bind(int instruction) {
        if (position != UNBOUND) {
            throw new IllegalStateException("label '" + name + "' is bound twice");
        }
        position = instruction;
    }

    int position() {
        if (position == UNBOUND) {
            throw new IllegalStateException("label '" + name + "' is not bound");
        }
        return position;
    }

    @Override
    public String toString() {
        return name;
    }
}
