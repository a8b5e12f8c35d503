package io.fentry4j.data;

/// `float` and `double`.
record FloatCodec(int size) implements BtfCodec {

    @Override
    public long values() {
        return 1;
    }

    @Override
    public BtfValue read(RecordView view, int offset) {
        return new BtfValue.Real(
                size == Float.BYTES ? view.getFloat(offset) : view.getDouble(offset));
    }

    @Override
    public void write(RecordWriter writer, int offset, BtfValue value) {
        if (!(value instanceof BtfValue.Real number)) {
            throw new IllegalArgumentException(value + " is no floating-point number");
        }
        if (size == Float.BYTES) {
            writer.putFloat(offset, (float) number.value());
        } else {
            writer.putDouble(offset, number.value());
        }
    }
}
