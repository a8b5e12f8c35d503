package io.fentry4j.data;

/// A flexible array at the end of a record: as many elements as the record has room for.
sealed interface FlexibleCodec extends BtfCodec {

    @Override
    default int size() {
        return 0;
    }

    @Override
    default long values() {
        return 1;
    }

    /// `char name[]`.
    record Text() implements FlexibleCodec {
        @Override
        public BtfValue read(RecordView view, int offset) {
            return new BtfValue.Text(view.getString(offset, view.size() - offset));
        }
    }

    /// An array of anything else, whose elements have a size.
    record Elements(BtfCodec element) implements FlexibleCodec {
        @Override
        public BtfValue read(RecordView view, int offset) {
            return ArrayCodec.read(element, (view.size() - offset) / element.size(), view, offset);
        }
    }
}
