package io.fentry4j.data;

/// Reads the values of one BTF type, and writes them where that is simple.
interface BtfCodec {

    /// Bytes; with a flexible array at the end, those before it.
    int size();

    /// How many values one value consists of, itself included.
    long values();

    /// The value at `offset`, of which at least [#size()] bytes are in the view.
    BtfValue read(RecordView view, int offset);

    /// Writes the value at `offset`.
    ///
    /// @throws IllegalArgumentException if `value` is not one of this type
    default void write(RecordWriter writer, int offset, BtfValue value) {
        throw new IllegalArgumentException("a value of this type can be read only");
    }
}
