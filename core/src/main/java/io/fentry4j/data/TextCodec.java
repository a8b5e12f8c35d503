package io.fentry4j.data;

/// `char[size]`.
record TextCodec(int size) implements BtfCodec {

    @Override
    public long values() {
        return 1;
    }

    @Override
    public BtfValue read(RecordView view, int offset) {
        return new BtfValue.Text(view.getString(offset, size));
    }

    @Override
    public void write(RecordWriter writer, int offset, BtfValue value) {
        if (!(value instanceof BtfValue.Text text)) {
            throw new IllegalArgumentException(value + " is no string");
        }
        writer.putString(offset, size, text.value());
    }
}
