package io.fentry4j.data;

import java.util.ArrayList;
import java.util.List;

/// An array with a length of its own.
record ArrayCodec(BtfCodec element, int length, int size, long values) implements BtfCodec {

    @Override
    public BtfValue read(RecordView view, int offset) {
        return read(element, length, view, offset);
    }

    static BtfValue read(BtfCodec element, int length, RecordView view, int offset) {
        List<BtfValue> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(element.read(view, offset + i * element.size()));
        }
        return new BtfValue.Array(elements);
    }
}
